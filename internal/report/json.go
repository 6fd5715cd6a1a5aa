package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/bidui/bidui/internal/ledger"
)

// WriteJSON writes the rows as one JSON array of objects with the columns as
// keys, an object to a line, and says how many there were. Numbers are numbers,
// detail is an object, and a number or time that there is not is null.
func (e Export) WriteJSON(w io.Writer, rows Discrepancies) (int, error) {
	out := newJSONWriter()
	return writeJSON(w, rows, func(d ledger.Discrepancy) ([]byte, error) {
		return out.object(d.ID, e.cells(d))
	})
}

// jsonWriter turns one discrepancy after the other into JSON, in one buffer.
type jsonWriter struct {
	buffer  bytes.Buffer
	encoder *json.Encoder // into the buffer
}

func newJSONWriter() *jsonWriter {
	w := &jsonWriter{}
	w.encoder = json.NewEncoder(&w.buffer)
	w.encoder.SetEscapeHTML(false)
	return w
}

// object is the cells of a discrepancy as an object, until the next call.
func (w *jsonWriter) object(id int64, cells []string) ([]byte, error) {
	w.buffer.Reset()
	before := `{"`
	for i, c := range columns {
		w.buffer.WriteString(before + c.name + `":`)
		if err := w.value(c.form, cells[i]); err != nil {
			return nil, fmt.Errorf("discrepancy %d: %s: %w", id, c.name, err)
		}
		before = `,"`
	}
	w.buffer.WriteByte('}')
	return w.buffer.Bytes(), nil
}

func (w *jsonWriter) value(f form, cell string) error {
	switch {
	case cell == "" && f != text:
		w.buffer.WriteString("null")
		return nil
	case f == object && !json.Valid([]byte(cell)):
		return errors.New("the ledger holds no valid JSON here")
	case f == object, f == number:
		w.buffer.WriteString(cell)
		return nil
	}
	if err := w.encoder.Encode(cell); err != nil {
		return err
	}
	w.buffer.Truncate(w.buffer.Len() - 1) // the encoder ends each value with a newline
	return nil
}

// writeJSON writes an array with an element to a line.
func writeJSON[T any](w io.Writer, rows iter.Seq2[T, error], element func(T) ([]byte, error)) (int, error) {
	n := 0
	for row, err := range rows {
		if err != nil {
			return n, err
		}
		before := ",\n"
		if n == 0 {
			before = "[\n"
		}
		value, err := element(row)
		if err != nil {
			return n, err
		}
		if _, err := fmt.Fprintf(w, "%s%s", before, value); err != nil {
			return n, err
		}
		n++
	}
	after := "\n]\n"
	if n == 0 {
		after = "[]\n"
	}
	_, err := io.WriteString(w, after)
	return n, err
}
