package jsontable

import (
	"errors"
	"fmt"
)

// schema is the keys of all records, and which of them are columns.
type schema struct {
	keys     []key
	byName   map[string]int // the index in keys
	columns  []string       // in order of first appearance
	complete bool           // a further key means that the text has changed
	expected int            // the index in keys of what comes next where records are alike
}

// key is a key of records, with dots where objects are nested. Where it has
// only objects, it is no column; there may be records in which it has another
// value, and then it is.
type key struct {
	name   string
	column int // its index in columns, or -1
	record int // the last that had it
}

var (
	errChanged  = errors.New("the file changed while it was read: run again when it is complete")
	errManyKeys = fmt.Errorf("more than %d keys in all: rows is not the list of records, or its keys are values", maxKeys)
	errLongKey  = fmt.Errorf("a key of more than %d bytes", maxKey)
)

// find is the index of a key that a record has.
func (s *schema) find(name []byte, record int) (int, error) {
	i, ok := s.expected, true
	if i >= len(s.keys) || s.keys[i].name != string(name) {
		if i, ok = s.byName[string(name)]; !ok {
			i = len(s.keys)
		}
	}
	switch {
	case ok && s.keys[i].record == record:
		return 0, errTwice
	case ok:
	case s.complete:
		return 0, errChanged
	case i == maxKeys:
		return 0, errManyKeys
	case len(name) > maxKey:
		return 0, errLongKey
	default:
		s.keys = append(s.keys, key{name: string(name), column: -1})
		s.byName[s.keys[i].name] = i
	}
	s.keys[i].record = record
	s.expected = i + 1
	return i, nil
}

// column is the column of a key that has a value.
func (s *schema) column(i int) (int, error) {
	found := &s.keys[i]
	if found.column < 0 {
		if s.complete {
			return 0, errChanged
		}
		found.column = len(s.columns)
		s.columns = append(s.columns, found.name)
	}
	return found.column, nil
}

// end says that the keys of all records are known, and that the records are
// read once more from the first.
func (s *schema) end() {
	s.complete = true
	for i := range s.keys {
		s.keys[i].record = 0
	}
}
