package table

import (
	"slices"
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
	first  int // of the rejects since the last Reset
	lost   bool
	cells  []string // of row, where fields have several columns
	memory memory
}

// Reset makes the record read row. A row of several persons is read once for
// each, with the mapping of the person.
func (r *Record) Reset(row Row) {
	if r.Mapping != nil && r.Mapping.further != nil {
		row = r.Mapping.gather(row, &r.cells)
	}
	r.row, r.first, r.lost = row, len(r.Rejects), false
}

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

// Word is Text without any blank: words are compared so.
func (r *Record) Word(field int) string {
	if cell := r.Mapping.Cell(r.row, field); areIdeographs(cell) { // as most words are
		return cell
	}
	return withoutBlanks(r.Text(field))
}

// Code is the field's cell as an opaque code.
func (r *Record) Code(field int) string {
	cell := r.Mapping.Cell(r.row, field)
	if mayBeBroken(cell) {
		cell = r.unbroken(field, cell)
	}
	return CleanCode(cell)
}

// OptionalCode is the Code of a household, member, area or certificate. One
// that was rounded to 4.30521E+11 is a reject and reads as blank, for several
// codes may have become it.
func (r *Record) OptionalCode(field int) string {
	code := r.Code(field)
	if IsRounded(code) {
		r.Reject(field, resident.Damaged.String())
		return ""
	}
	return code
}

// RequiredCode is OptionalCode; a blank one loses the row, and a rounded one too.
func (r *Record) RequiredCode(field int) string {
	code := r.Code(field)
	switch {
	case code == "":
		r.Lose(field, ReasonMissing)
	case IsRounded(code):
		r.Lose(field, resident.Damaged.String())
		return ""
	}
	return code
}

// IsRounded says whether a code was written in scientific notation, as
// spreadsheets do: 4.30521E+11 or 4E+11. 4E11 may be a code with a letter.
func IsRounded(code string) bool {
	return len(code) >= len("4E+1") && (code[1] == '.' || code[1] == 'E' || code[1] == 'e') && isRounded(code)
}

func isRounded(code string) bool {
	at := strings.IndexAny(code, "eE")
	if at < 0 {
		return false
	}
	whole, fraction, pointed := strings.Cut(code[:at], ".")
	exponent, signed := strings.CutPrefix(code[at+1:], "+")
	return (pointed || signed) && exponent != "" && areFigures(whole) && areFigures(fraction) && areFigures(exponent)
}

func areFigures(text string) bool {
	for i := range len(text) {
		if !isDigit(text[i]) {
			return false
		}
	}
	return true
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
	broken, masked := noValue(cell)
	if broken != "" {
		reason = broken
	}
	if former := r.former(field, reason); former != nil {
		former.Lost = former.Lost || lost
		return
	}
	declared, mask := &r.Mapping.Schema.Fields[field], MaskCell
	if declared.Personal {
		mask = resident.Mask
	}
	if broken == "" {
		masked = mask(Clean(cell))
	}
	r.Rejects = append(r.Rejects, Reject{Origin: r.Origin(), Field: declared.Name, Reason: reason, Masked: masked, Lost: lost})
}

// former is the reject that the row has for the cell already, be it from
// another of its persons, who share all cells but those of the schema's group.
func (r *Record) former(field int, reason string) *Reject {
	origin, name := r.Origin(), r.Mapping.Schema.Fields[field].Name
	for i := len(r.Rejects) - 1; i >= 0 && r.Rejects[i].Origin == origin; i-- {
		if i < r.first && slices.Contains(r.Mapping.Schema.Group, field) {
			return nil
		}
		if former := &r.Rejects[i]; former.Field == name && former.Reason == reason {
			return former
		}
	}
	return nil
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
