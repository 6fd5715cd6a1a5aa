package jobs_test

import (
	"encoding/json"
	"strings"

	"github.com/bidui/bidui/internal/fetch"
)

// records is a file of JSON, and the path to the records in it.
type records struct {
	text []byte
	path string
}

// records writes a bare sheet as JSON: a list, a list within an answer, or an
// object a line.
func (s *shaper) records(of sheet) records {
	objects := s.objects(of)
	shape := s.pick("list of objects", "list within an answer", "an object a line")
	s.note(shape)
	switch shape {
	case "list of objects":
		return records{text: []byte("[" + strings.Join(objects, ",\n ") + "]\n")}
	case "list within an answer":
		return records{text: []byte(`{"code": 0, "data": {"rows": [` + strings.Join(objects, ", ") + `]}}`), path: "data.rows"}
	}
	return records{text: []byte(strings.Join(objects, "\n") + "\n")}
}

// objects is the rows of a bare sheet as objects of JSON. The first has every
// key, so that none is unknown; of the others blank cells may lack theirs.
func (s *shaper) objects(of sheet) []string {
	numeric := make([]bool, len(of.header))
	for k := range numeric {
		numeric[k] = s.chance(50)
	}
	var objects []string
	for i, row := range of.rows {
		var members []string
		for k, cell := range row {
			if cell == "" && i > 0 && s.draw(30, "keys left out") {
				continue
			}
			members = append(members, s.quoted(of.header[k])+":"+s.jsonValue(cell, numeric[k]))
		}
		objects = append(objects, "{"+strings.Join(members, ",")+"}")
	}
	return objects
}

// jsonValue is a cell as a value of JSON.
func (s *shaper) jsonValue(cell string, numeric bool) string {
	switch {
	case cell == "" && s.draw(50, "null"):
		return "null"
	case numeric && exact.MatchString(cell):
		s.note("numbers of JSON")
		return cell
	}
	return s.quoted(cell)
}

func (s *shaper) quoted(text string) string {
	quoted, err := json.Marshal(text)
	must(s.t, err)
	return string(quoted)
}

// pagesOf is how the interface of the shaper is asked for its pages.
func pagesOf(byCursor bool) *fetch.Pages {
	pages := fetch.Pages{Param: "p", Rows: "data.rows", Total: "data.total", Expect: map[string]string{"code": "0"}}
	if byCursor {
		pages.Next = "data.next"
	}
	return &pages
}
