package jsontable

import "github.com/bidui/bidui/internal/table"

// separator stands between the values of a list in one cell.
const separator = "、"

// read reads the record that next went to. It fills cells, of one for each
// column, with memory of b, unless they are nil.
func (r *records) read(b *table.Batch, cells []string) error {
	r.batch, r.cells = b, cells
	r.key = r.key[:0]
	if err := r.object(1); err != nil {
		return err
	}
	if r.lex.offset() > r.lex.limit {
		return errTooLong
	}
	r.lex.record = false
	return nil
}

// object reads an object whose brace is the next byte, and whose keys follow
// r.key.
func (r *records) object(depth int) error {
	if depth > maxNested {
		return errNested
	}
	prefix := len(r.key)
	r.lex.at++
	for first := true; ; first = false {
		r.key = r.key[:prefix]
		c, ok, err := r.lex.element('}', first)
		if err != nil || !ok {
			return err
		}
		key, err := r.lex.key(c)
		if err != nil {
			return err
		}
		r.key = append(r.key, key...)
		node, err := r.schema.find(r.key, r.number)
		if err != nil {
			return err
		}
		if c, err = r.lex.colon(); err != nil {
			return err
		}
		if c == '{' {
			r.key = append(r.key, '.')
			err = r.object(depth + 1)
		} else {
			err = r.cell(c, node)
		}
		if err != nil {
			return err
		}
	}
}

// cell reads a value that begins with c and is no object.
func (r *records) cell(c byte, node int) (err error) {
	var text []byte
	if c == '[' {
		text, err = r.list()
	} else {
		text, err = r.lex.scalar(c)
	}
	if err != nil {
		return err
	}
	column, err := r.schema.column(node)
	if err == nil && r.cells != nil {
		r.cells[column] = r.batch.Hold(text)
		r.text += len(text)
	}
	return err
}

// list reads a list whose bracket is the next byte.
func (r *records) list() ([]byte, error) {
	r.lex.at++
	r.joined = r.joined[:0]
	for first := true; ; first = false {
		c, ok, err := r.lex.element(']', first)
		switch {
		case err != nil:
			return nil, err
		case !ok:
			return r.joined, nil
		case c == '{':
			return nil, errObjects
		case c == '[':
			return nil, errLists
		}
		text, err := r.lex.scalar(c)
		if err != nil {
			return nil, err
		}
		if !first {
			r.joined = append(r.joined, separator...)
		}
		r.joined = append(r.joined, text...)
	}
}
