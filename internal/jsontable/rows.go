package jsontable

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// maxPath is how many keys deep a list of records is looked for.
const maxPath = 3

var errManyLists = errors.New("several lists of objects could be the records: say in rows which it is")

// search looks for lists of objects.
type search struct {
	lex   *lexer
	path  []string
	found [][]string // paths of lists of objects: two are too many
	empty bool       // whether there is a list that may be one of objects, and is empty
}

// findRows is the path to the one list of objects in the first value that has
// any; nil where values are records or lists of records themselves.
func findRows(lex *lexer) ([]string, error) {
	for {
		c, err := lex.peek()
		if err == io.EOF || err == nil && c != '{' {
			return nil, nil
		}
		s := search{lex: lex}
		if err == nil {
			err = s.object()
		}
		switch {
		case len(s.found) > 1:
			return nil, fmt.Errorf("%w (%s, %s)", errManyLists, shownPath(s.found[0]), shownPath(s.found[1]))
		case len(s.found) == 1:
			// Of damage, whoever reads the records can say in which it is.
			return s.found[0], nil
		case err != nil:
			return nil, err
		case !s.empty:
			return nil, nil
		}
	}
}

// object looks into an object whose brace is the next byte.
func (s *search) object() error {
	s.lex.at++
	for first := true; len(s.found) < 2; first = false {
		c, ok, err := s.lex.element('}', first)
		if err != nil || !ok {
			return err
		}
		key, err := s.lex.key(c)
		if err != nil {
			return err
		}
		s.path = append(s.path, string(key))
		if c, err = s.lex.colon(); err != nil {
			return err
		}
		switch {
		case c == '[':
			err = s.list()
		case c == '{' && len(s.path) < maxPath:
			err = s.object()
		default:
			err = s.lex.skip(c, len(s.path))
		}
		if err != nil {
			return err
		}
		s.path = s.path[:len(s.path)-1]
	}
	return nil
}

// list looks at the first element of a list whose bracket is the next byte, and
// passes over the list.
func (s *search) list() error {
	s.lex.at++
	c, ok, err := s.lex.element(']', true)
	switch {
	case err != nil:
		return err
	case !ok:
		s.empty = true
		return nil
	case c == '{':
		s.found = append(s.found, slices.Clone(s.path))
	}
	if err := s.lex.skip(c, len(s.path)+1); err != nil {
		return err
	}
	return s.lex.skipList(false, len(s.path))
}

func shownPath(path []string) string { return shown([]byte(strings.Join(path, "."))) }
