package jsontable

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/bidui/bidui/internal/table"
)

// records goes from one record of a document to the next.
type records struct {
	lex    *lexer
	path   []string // to the list of records in each value; empty: the value itself
	place  place    // of the next byte, unless lex.record
	values int      // begun so far
	number int      // of the record that is being read, or was last

	schema *schema
	key    []byte // the dotted key of what is being read
	joined []byte // the cell of a list
	batch  *table.Batch
	cells  []string // of the row that is being filled; nil where nobody wants it
	text   int      // bytes of cells since somebody set it to 0
}

// place is a place outside of records.
type place int

const (
	atValue place = iota // or at the end
	atFirst              // element of a list of records, or at its end
	atOther              // element of a list of records, or at its end
)

// What a document can be wrong in.
var (
	errEmpty    = errors.New("the file is empty")
	errNoRecord = errors.New("this is no object, and a record is one, with a key for each column")
	errNoList   = errors.New("this is not the list of records that rows says it is")
	errNoObject = errors.New("this is no object, and rows names a key in it")
	errNoPath   = errors.New("a key that rows names is missing")
	errTwice    = errors.New("the key is there twice")
	errNested   = errors.New("objects are nested too deep for columns")
	errObjects  = errors.New("a list of objects does not fit into a cell: read it as a table of its own, with rows")
	errLists    = errors.New("a list of lists does not fit into a cell")
)

func newRecords(lex *lexer, path []string, schema *schema) *records {
	return &records{lex: lex, path: path, schema: schema}
}

// next goes to the brace of the next record; io.EOF is after the last.
func (r *records) next() error {
	for {
		found, err := r.step()
		if err != nil {
			return err
		}
		if found {
			break
		}
	}
	r.number++
	r.schema.expected = 0
	r.lex.start()
	r.lex.record = true
	return nil
}

// step goes to a record, or to where a list or value begins or ends.
func (r *records) step() (found bool, err error) {
	if r.place == atValue {
		return r.enter()
	}
	c, ok, err := r.lex.element(']', r.place == atFirst)
	switch {
	case err != nil:
		return false, err
	case !ok:
		r.place = atValue
		return false, r.leave()
	case c != '{':
		return false, errNoRecord
	}
	r.place = atOther
	return true, nil
}

// enter goes into the next value, as far as to its list of records, if it is
// none itself.
func (r *records) enter() (found bool, err error) {
	c, err := r.lex.peek()
	switch {
	case err == io.EOF && r.values == 0:
		return false, errEmpty
	case err != nil:
		return false, err
	}
	r.values++
	for i := range r.path {
		if c, err = r.descend(c, i); err != nil {
			return false, err
		}
	}
	switch {
	case c == '[':
		r.lex.at++
		r.place = atFirst
		r.key = r.key[:0]
		return false, nil
	case len(r.path) > 0:
		return false, errNoList
	case c != '{':
		return false, errNoRecord
	}
	return true, nil
}

// descend goes from a value that begins with c to what it has under path[i].
func (r *records) descend(c byte, i int) (byte, error) {
	if c != '{' {
		return 0, errNoObject
	}
	r.key = append(r.key[:0], strings.Join(r.path[:i+1], ".")...)
	r.lex.at++
	for first := true; ; first = false {
		c, ok, err := r.lex.element('}', first)
		if err != nil {
			return 0, err
		}
		if !ok {
			return 0, errNoPath
		}
		key, err := r.lex.key(c)
		if err != nil {
			return 0, err
		}
		found := string(key) == r.path[i]
		if c, err = r.lex.colon(); err != nil || found {
			return c, err
		}
		if err := r.lex.skip(c, 0); err != nil {
			return 0, err
		}
	}
}

// leave passes over what follows the list of records in its value.
func (r *records) leave() error {
	for i, step := range slices.Backward(r.path) {
		for {
			c, ok, err := r.lex.element('}', false)
			if err != nil {
				return err
			}
			if !ok {
				break
			}
			key, err := r.lex.key(c)
			if err != nil {
				return err
			}
			if string(key) == step {
				r.key = append(r.key[:0], strings.Join(r.path[:i+1], ".")...)
				return errTwice
			}
			if c, err = r.lex.colon(); err != nil {
				return err
			}
			if err := r.lex.skip(c, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

// located says where err stands.
func (r *records) located(source *table.Source, err error) error {
	where := fmt.Sprintf("byte %d", r.lex.offset())
	switch {
	case r.lex.record:
		where = fmt.Sprintf("record %d, %s", r.number, where)
	case r.number > 0:
		where = fmt.Sprintf("after record %d, %s", r.number, where)
	}
	if key := shown(r.key); key != "" {
		where += ", key " + key
	}
	return fmt.Errorf("%s: %s: %w", source, where, err)
}

// shown is a key as an error may show it: keys are names of columns, but where
// one is long or has a number in it that could be a person's, it is a value.
func shown(key []byte) string {
	text := strings.TrimSuffix(string(key), ".")
	run := 0
	for _, c := range []byte(text) {
		if run++; !isDigit(c) {
			run = 0
		}
		if run == 6 || len(text) > 80 {
			return "(that looks like a value)"
		}
	}
	return text
}
