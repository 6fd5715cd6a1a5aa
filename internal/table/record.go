package table

import (
	"strings"
	"unicode/utf8"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/resident"
)

// Answer is what a yes/no cell says.
type Answer uint8

// The answers; the zero Answer is "nothing said".
const (
	Unknown Answer = iota
	Yes
	No
)

// Reject is one thing of a row that could not be used. All text is its own copy.
type Reject struct {
	Origin Origin
	Field  string
	Reason string // a word of the closed list below, or an ID number's reason
	Masked string // the cell, with what would name a person starred out
	Lost   bool   // the whole row could not be used
}

// The reasons of rejects beside those of ID numbers.
const (
	ReasonMissing   = "missing"         // a required cell is blank
	ReasonWord      = "word"            // not a word that the dictionary knows
	ReasonMonth     = "month"           // not a month
	ReasonDate      = "date"            // not a date
	ReasonFuture    = "future"          // a date after the as-of date
	ReasonNumber    = "number"          // not a count
	ReasonOrder     = "order"           // an end before its start
	ReasonCode      = "code"            // not an area code
	ReasonDuplicate = "duplicate_key"   // a second row with the number of a former one
	ReasonCutOff    = "members_cut_off" // fewer persons in the row than it says are covered
	ReasonFormula   = "formula_error"   // the error of a formula, such as #N/A, in place of its value
	ReasonTooLong   = "too_long"        // more text than a spreadsheet's cell holds
)

// Record reads the fields of successive rows of one table and collects what it
// could not read. The text that it hands out may point into the row's batch.
type Record struct {
	Mapping *Mapping
	Source  *Source
	Rejects []Reject

	row    Row
	lost   bool
	memory memory
}

// Reset makes the record read row.
func (r *Record) Reset(row Row) { r.row, r.lost = row, false }

// Row is the number of the row being read.
func (r *Record) Row() int { return r.row.Number }

// Origin is where the row being read stands.
func (r *Record) Origin() Origin { return Origin{Source: r.Source, Row: r.row.Number} }

// Lost says whether the row being read cannot be used.
func (r *Record) Lost() bool { return r.lost }

// Raw is the field's cell as decoded. Here and in all that reads fields, a
// broken cell, the error of a formula or one too long, reads as blank, with one
// reject: whoever cannot do without the cell loses the row, as for a blank one.
func (r *Record) Raw(field int) string {
	cell := r.Mapping.Cell(r.row, field)
	if mayBeBroken(cell) {
		return r.unbroken(field, cell)
	}
	return cell
}

// Text is the field's cleaned cell.
func (r *Record) Text(field int) string {
	cell := r.Mapping.Cell(r.row, field) // as Raw does, which is too much to be inlined
	if mayBeBroken(cell) {
		cell = r.unbroken(field, cell)
	}
	return Clean(cell)
}

// Code is the field's cell as an opaque code.
func (r *Record) Code(field int) string {
	cell := r.Mapping.Cell(r.row, field)
	if mayBeBroken(cell) {
		cell = r.unbroken(field, cell)
	}
	return CleanCode(cell)
}

// RequiredCode is Code; a blank one loses the row.
func (r *Record) RequiredCode(field int) string {
	code := r.Code(field)
	if code == "" {
		r.Lose(field, ReasonMissing)
	}
	return code
}

// Date reads a date or month as it is written, else as CleanDate has it. False is unreadable; blank is, too.
func (r *Record) Date(field int) (period.Date, bool) {
	text := r.Text(field)
	if text == "" {
		return 0, false
	}
	date, ok := period.ParseDate(text)
	if !ok {
		date, ok = period.ParseDate(CleanDate(text))
	}
	return date, ok
}

// Month reads a month; blank is unknown, unreadable is a reject.
func (r *Record) Month(field int) period.Month {
	date, ok := r.Date(field)
	if !ok && r.Text(field) != "" {
		r.Reject(field, ReasonMonth)
	}
	return date.Month()
}

// DateBy reads a date of at most last; blank is unknown, unreadable or later is a reject.
func (r *Record) DateBy(field int, last period.Date) period.Date {
	date, ok := r.Date(field)
	switch {
	case !ok && r.Text(field) != "":
		r.Reject(field, ReasonDate)
	case date > last:
		r.Reject(field, ReasonFuture)
		return 0
	}
	return date
}

// Count reads a number of people; blank and unreadable give false, unreadable is a reject.
func (r *Record) Count(field int) (int, bool) {
	text := r.Code(field)
	if text == "" {
		return 0, false
	}
	digits := strings.TrimSuffix(strings.TrimSuffix(text, "人"), ".0")
	n := 0
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' || n > 100_000 {
			r.Reject(field, ReasonNumber)
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	if digits == "" {
		r.Reject(field, ReasonNumber)
		return 0, false
	}
	return n, true
}

// Answer reads a yes/no cell by words; blank is Unknown, other words are a reject.
func (r *Record) Answer(field int, words map[string]Answer) Answer {
	if answer, ok := r.Recall(field); ok {
		return Answer(answer)
	}
	text := r.Text(field)
	if text == "" {
		return Unknown
	}
	answer, ok := words[text]
	if !ok {
		if answer, ok = words[strings.ToLower(CleanCode(text))]; !ok {
			r.Reject(field, ReasonWord)
			return Unknown
		}
	}
	r.Remember(field, uint8(answer))
	return answer
}

// Reject notes that the field's cell cannot be used; the row is kept.
func (r *Record) Reject(field int, reason string) { r.reject(field, reason, false) }

// Lose notes that the row cannot be used, for what stands in field.
func (r *Record) Lose(field int, reason string) {
	r.reject(field, reason, true)
	r.lost = true
}

func (r *Record) reject(field int, reason string, lost bool) {
	cell := r.Mapping.Cell(r.row, field)
	if broken, masked := noValue(cell); broken != "" {
		r.rejectBroken(field, broken, masked, lost)
		return
	}
	declared, mask := &r.Mapping.Schema.Fields[field], MaskCell
	if declared.Personal {
		mask = resident.Mask
	}
	r.Rejects = append(r.Rejects, Reject{
		Origin: r.Origin(),
		Field:  declared.Name,
		Reason: reason,
		Masked: mask(Clean(cell)),
		Lost:   lost,
	})
}

// MaskCell is a cell that is not Personal as a reject may show it: dates,
// months and short codes whole, anything that could name or number a person
// starred out.
func MaskCell(cell string) string {
	if _, ok := period.ParseDate(cell); ok || len(cell) <= 8 && isASCII(cell) {
		return strings.Clone(cell)
	}
	return resident.Mask(cell)
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
