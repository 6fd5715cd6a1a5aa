package fetch

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// page is what paging needs to know of one.
type page struct {
	rows   int
	digest [sha256.Size]byte // of the rows
	total  int               // where Pages.Total is given
	next   string            // where Pages.Next is given; "": there is none
}

// readPage finds in a page what spec names. Its errors quote nothing of the
// page: that is people.
func readPage(text []byte, spec Pages) (page, error) {
	var found page
	if err := checkJSON(text); err != nil {
		return found, err
	}
	for _, path := range slices.Sorted(maps.Keys(spec.Expect)) {
		value, err := lookUp(text, path)
		if err != nil {
			return found, err
		}
		if plain(value) != spec.Expect[path] {
			return found, fmt.Errorf("%s is not %s: the server reports a failure", path, spec.Expect[path])
		}
	}
	var err error
	if spec.Total != "" {
		if found.total, err = readTotal(text, spec.Total); err != nil {
			return found, err
		}
	}
	if spec.Next != "" {
		if found.next, err = readCursor(text, spec.Next); err != nil {
			return found, err
		}
	}
	rows, err := lookUp(text, spec.Rows)
	if err != nil {
		return found, err
	}
	var list []json.RawMessage
	switch {
	case isNull(rows) && spec.Total == "": // could be a failure that nobody names
		return found, fmt.Errorf("%s is null instead of a list: if that means no rows, say where their total is", named(spec.Rows))
	case isNull(rows): // none; the total will tell
	case json.Unmarshal(rows, &list) != nil:
		return found, fmt.Errorf("%s is no list", named(spec.Rows))
	}
	found.rows, found.digest = len(list), sha256.Sum256(rows)
	return found, nil
}

func checkJSON(text []byte) error {
	var syntax *json.SyntaxError
	err := json.Unmarshal(text, new(json.RawMessage))
	switch {
	case !utf8.Valid(text):
		return errors.New("it is not UTF-8, as JSON must be")
	case errors.As(err, &syntax) && syntax.Offset >= int64(len(text)):
		return fmt.Errorf("it is cut off: the JSON does not end within its %d bytes", len(text))
	case errors.As(err, &syntax):
		return fmt.Errorf("it is not JSON from byte %d on", syntax.Offset)
	case err != nil:
		return errors.New("it is not JSON")
	}
	return nil
}

// lookUp follows a dotted path of names into a JSON text; "" is all of it.
func lookUp(text []byte, path string) (json.RawMessage, error) {
	value := json.RawMessage(text)
	if path == "" {
		return bytes.TrimSpace(value), nil
	}
	done := ""
	for name := range strings.SplitSeq(path, ".") {
		var object map[string]json.RawMessage
		if err := json.Unmarshal(value, &object); err != nil || object == nil {
			return nil, fmt.Errorf("%s is no object, in which %s should stand", named(done), name)
		}
		inner, ok := object[name]
		if !ok {
			return nil, absent{fmt.Errorf("there is no %s in %s", name, named(done))}
		}
		value = inner
		done = strings.TrimPrefix(done+"."+name, ".")
	}
	return value, nil
}

// absent is the error of a name that its object does not have.
type absent struct{ error }

func named(path string) string { return or(path, "the page") }

func isNull(value json.RawMessage) bool { return string(value) == "null" }

// plain is a string without its quotes, and any other value as it is written.
func plain(value json.RawMessage) string {
	var text string
	if value[0] == '"' && json.Unmarshal(value, &text) == nil {
		return text
	}
	return string(value)
}

// readTotal reads a number of rows, as a number or in quotes.
func readTotal(text []byte, path string) (int, error) {
	value, err := lookUp(text, path)
	if err != nil {
		return 0, err
	}
	total, err := strconv.ParseUint(plain(value), 10, 62)
	if err != nil {
		return 0, fmt.Errorf("%s is no number of rows", path)
	}
	return int(total), nil
}

// readCursor reads text or a number; none at all is "".
func readCursor(text []byte, path string) (string, error) {
	value, err := lookUp(text, path)
	var none absent
	switch {
	case errors.As(err, &none):
		return "", nil
	case err != nil:
		return "", err
	case isNull(value):
		return "", nil
	case !strings.ContainsRune(`"-0123456789`, rune(value[0])):
		return "", fmt.Errorf("%s is no cursor (text or a number)", path)
	}
	return plain(value), nil
}
