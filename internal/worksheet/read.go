package worksheet

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/bidui/bidui/internal/decode"
	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/table"
)

// The reasons of faults beside those of package table.
const (
	ReasonFile    = "unreadable"    // the file cannot be read, or not to its end
	ReasonHeader  = "header"        // columns of the form are missing
	ReasonNoSheet = "no_worksheet"  // no sheet of the file is a form
	ReasonNumber  = "number"        // not the number of a discrepancy
	ReasonTwice   = "duplicate_key" // another answer to a number that has one
)

// Reader reads forms that came back, and gathers what they say. Nothing may be
// recorded while there are faults.
type Reader struct {
	Today period.Date // nothing was checked later

	Feedback []ledger.Feedback
	Blank    int            // rows that have no answer
	Repeated int            // rows that say again what a former one says
	Faults   []table.Reject // in the order in which they stand
	Skipped  []table.Source // sheets that are no form

	seen map[int64]int // by number: the feedback
}

// Read reads the bytes of one file, a workbook or any other that feeds may be
// in. What is wrong with it is a fault; an error is only that ctx has ended.
func (r *Reader) Read(ctx context.Context, name string, bytes io.ReaderAt, size int64) error {
	err := r.read(ctx, decode.File{Name: name, Bytes: bytes, Size: size})
	if ended := context.Cause(ctx); ended != nil {
		return ended
	}
	if err != nil {
		r.fault(table.Origin{Source: &table.Source{File: name}}, ReasonFile, err.Error())
	}
	return nil
}

func (r *Reader) read(ctx context.Context, file decode.File) (err error) {
	decoder, err := decode.Open(file, decode.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, decoder.Close()) }()
	forms, faults := 0, len(r.Faults)
	for {
		src, err := decoder.Next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		isForm, err := r.sheet(ctx, decoder, src)
		if err != nil {
			return err
		}
		if isForm {
			forms++
		}
	}
	if forms == 0 && len(r.Faults) == faults {
		r.fault(table.Origin{Source: &table.Source{File: file.Name}}, ReasonNoSheet, "")
	}
	return nil
}

// sheet reads a sheet, and says whether it is a form. One with some headings of
// the form and not all is a fault; one with none is somebody's notes.
func (r *Reader) sheet(ctx context.Context, decoder decode.Decoder, src *table.Source) (bool, error) {
	var batch table.Batch
	var rec *table.Record
	for {
		err := decoder.Read(ctx, &batch)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return false, err
		}
		if rec == nil {
			mapping, err := Schema.Map(src, batch.Rows, nil)
			if err != nil {
				return false, r.noForm(src, err)
			}
			rec = &table.Record{Mapping: mapping, Source: src}
		}
		for _, row := range batch.Rows {
			if row.Number > rec.Mapping.Header.Number && rec.Mapping.IsData(row) {
				rec.Reset(row)
				r.row(rec)
			}
		}
	}
	if rec == nil {
		return false, nil
	}
	r.Faults = append(r.Faults, rec.Rejects...)
	return true, nil
}

// noForm takes in that a sheet has not the header of a form.
func (r *Reader) noForm(src *table.Source, err error) error {
	var header *table.HeaderError
	if !errors.As(err, &header) {
		return err
	}
	var required, missing []string
	for _, field := range Schema.Fields {
		if !field.Required {
			continue
		}
		required = append(required, field.Aliases[0])
		if slices.ContainsFunc(header.Missing, func(l table.Lack) bool { return slices.Contains(l.Fields, field.Name) }) {
			missing = append(missing, field.Aliases[0])
		}
	}
	if src.Sheet == Guide || len(header.Doubled) == 0 && len(missing) == len(required) {
		r.Skipped = append(r.Skipped, *src)
		return nil
	}
	r.fault(table.Origin{Source: src, Row: header.Row}, ReasonHeader, strings.Join(append(missing, header.Doubled...), ", "))
	return nil
}

func (r *Reader) fault(at table.Origin, reason, what string) {
	r.Faults = append(r.Faults, table.Reject{Origin: at, Reason: reason, Masked: what, Lost: true})
}

// row reads a row. One that nobody answered says nothing, whatever stands in it.
func (r *Reader) row(rec *table.Record) {
	said := rec.Code(outcome)
	f := ledger.Feedback{Remark: strings.Clone(rec.Text(remark)), Origin: rec.Origin()}
	id, isNumber := parseNumber(rec.Code(number))
	if said == "" && f.Remark == "" && !rec.Broken(outcome) && !rec.Broken(remark) {
		if isNumber {
			r.Blank++
		}
		return
	}
	f.ID = id
	switch {
	case rec.Code(number) == "":
		rec.Lose(number, table.ReasonMissing)
	case !isNumber:
		rec.Lose(number, ReasonNumber)
	}
	f.Stamp = strings.ToLower(strings.Clone(rec.RequiredCode(stamp)))
	if home := rec.Code(household); !strings.Contains(home, "*") { // one that looks like an ID number was masked
		f.HouseholdID = strings.Clone(home)
	}
	f.CheckedBy = strings.Clone(rec.Text(checkedBy))
	f.CheckedOn = rec.DateBy(checkedOn, r.Today)
	r.answer(rec, &f, said)
	if !rec.Lost() {
		r.take(rec, f)
	}
}

// answer reads what was chosen. An answer that waives needs its evidence.
func (r *Reader) answer(rec *table.Record, f *ledger.Feedback, said string) {
	answer, known := parseAnswer(said)
	switch {
	case said == "":
		rec.Lose(outcome, table.ReasonMissing)
		return
	case !known:
		rec.Lose(outcome, table.ReasonWord)
		return
	case answer == ledger.AnswerUnfounded && f.Remark == "":
		rec.Lose(remark, table.ReasonMissing)
		return
	}
	f.Answer, f.Note = answer, Title(answer)
	if f.Remark != "" {
		f.Note += "：" + f.Remark
	}
}

// take adds an answer. Two to one number must be the same.
func (r *Reader) take(rec *table.Record, f ledger.Feedback) {
	if r.seen == nil {
		r.seen = map[int64]int{}
	}
	former, again := r.seen[f.ID]
	if !again {
		r.seen[f.ID] = len(r.Feedback)
		r.Feedback = append(r.Feedback, f)
		return
	}
	if f.Same(r.Feedback[former]) {
		r.Repeated++
		return
	}
	rec.Lose(number, ReasonTwice)
}

// parseNumber reads the number of a discrepancy, as text or as a program that
// took it for a number shows it.
func parseNumber(text string) (int64, bool) {
	id, err := strconv.ParseInt(strings.TrimSuffix(text, ".0"), 10, 64)
	return id, err == nil && id > 0
}
