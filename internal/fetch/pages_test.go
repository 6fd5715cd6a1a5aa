package fetch_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/fetch"
)

// answers serves these bodies one after the other, whatever is asked.
func answers(bodies ...string) func(http.ResponseWriter, *http.Request, int) {
	return func(w http.ResponseWriter, _ *http.Request, n int) {
		if n > len(bodies) {
			w.WriteHeader(http.StatusTeapot)
			return
		}
		say(w, bodies[n-1])
	}
}

func TestPagesEndWhereTheyShould(t *testing.T) {
	byNumber := fetch.Pages{Param: "page", SizeParam: "size", Size: 2}
	byTotal := fetch.Pages{Param: "page", Rows: "data.list", Total: "data.total", Expect: map[string]string{"code": "0"}}
	byCursor := fetch.Pages{Param: "cursor", Rows: "rows", Next: "meta.next"}
	for name, c := range map[string]struct {
		spec   fetch.Pages
		bodies []string
	}{
		"no rows at all":               {byNumber, []string{`[]`}},
		"none after full ones":         {byNumber, []string{`[1,2]`, `[3,4]`, `[]`}},
		"fewer in the middle":          {byNumber, []string{`[1,2]`, `[3]`, `[4,5]`, `[]`}},
		"fewer at first, none then":    {byNumber, []string{`[1]`, `[]`}},
		"the server gives less a time": {byNumber, []string{`[1]`, `[2]`, `[3]`, `[]`}},
		"more than asked for":          {byNumber, []string{`[1,2,3]`, `[4]`, `[]`}},
		"total":                        {byTotal, []string{`{"code":0,"data":{"total":3,"list":[1,2]}}`, `{"code":0,"data":{"total":3,"list":[3]}}`}},
		"total, server gives less":     {byTotal, []string{`{"code":"0","data":{"total":"2","list":[1]}}`, `{"code":0,"data":{"total":2,"list":[2]}}`}},
		"total of none":                {byTotal, []string{`{"code":0,"data":{"total":0,"list":null}}`}},
		"no next":                      {byCursor, []string{`{"rows":[1],"meta":{"next":"a"}}`, `{"rows":[2],"meta":{"next":7}}`, `{"rows":[3],"meta":{}}`}},
		"next is null":                 {byCursor, []string{`{"rows":[1],"meta":{"next":"a"}}`, `{"rows":[],"meta":{"next":null}}`}},
		"next is empty":                {byCursor, []string{`{"rows":[],"meta":{"next":"a"}}`, `{"rows":[],"meta":{"next":"b"}}`, `{"rows":[2],"meta":{"next":""}}`}},
		"a mark and blanks":            {byNumber, []string{"\xEF\xBB\xBF [1,2]\r\n", "\n[]\n"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, answers(c.bodies...))
			into, err := s.fetch(t, "/v1/dibao?x=1", fetch.HTTPSpec{Pages: &c.spec})
			if err != nil {
				t.Fatal(err)
			}
			want := strings.ReplaceAll("dibao="+strings.Join(c.bodies, "\n")+"\n;", "\xEF\xBB\xBF", "")
			if into.text() != want || s.requests.Load() != int64(len(c.bodies)) {
				t.Errorf("%d requests, %q", s.requests.Load(), into.text())
			}
		})
	}
}

func TestPagesThatDoNotAgreeAreIncomplete(t *testing.T) {
	byTotal := fetch.Pages{Param: "page", Rows: "rows", Total: "total", Size: 2}
	byCursor := fetch.Pages{Param: "cursor", Rows: "rows", Next: "next"}
	for name, c := range map[string]struct {
		spec   fetch.Pages
		says   string
		bodies []string
	}{
		"the same page":      {fetch.Pages{Param: "page"}, "page 2: it has the same rows as page 1: does the server know the parameter page?", []string{`[1,2]`, `[1,2]`}},
		"in turn":            {fetch.Pages{Param: "page"}, "page 3: it has the same rows as page 1", []string{`[1,2]`, `[3,4]`, `[1,2]`}},
		"too few":            {byTotal, "page 2: it has no rows, and 2 have come of 3", []string{`{"total":3,"rows":[1,2]}`, `{"total":3,"rows":[]}`}},
		"too many":           {byTotal, "page 2: 4 rows have come, and there should be 3", []string{`{"total":3,"rows":[1,2]}`, `{"total":3,"rows":[3,4]}`}},
		"changing total":     {byTotal, "page 2: it says that there are 4 rows, and the page before it said 3", []string{`{"total":3,"rows":[1,2]}`, `{"total":4,"rows":[3,4]}`}},
		"no total":           {byTotal, "there is no total in the page", []string{`{"rows":[1,2]}`}},
		"no number":          {byTotal, "total is no number of rows", []string{`{"total":"many","rows":[1,2]}`}},
		"negative":           {byTotal, "total is no number of rows", []string{`{"total":-1,"rows":[]}`}},
		"fraction":           {byTotal, "total is no number of rows", []string{`{"total":1.5,"rows":[]}`}},
		"null for many":      {byTotal, "it has no rows, and 0 have come of 3", []string{`{"total":3,"rows":null}`}},
		"circle":             {byCursor, "page 3: its next cursor was given before", []string{`{"rows":[1],"next":"a"}`, `{"rows":[2],"next":"b"}`, `{"rows":[3],"next":"a"}`}},
		"strange cursor":     {byCursor, "next is no cursor", []string{`{"rows":[1],"next":{"a":1}}`}},
		"total of cursor":    {fetch.Pages{Param: "c", Rows: "rows", Next: "next", Total: "total"}, "page 1: it is the last, and 1 rows have come of 2", []string{`{"total":2,"rows":[1]}`}},
		"null without total": {byCursor, "rows is null instead of a list", []string{`{"rows":null}`}},
		"no rows":            {byCursor, "there is no rows in the page", []string{`{"data":[1]}`}},
		"no list":            {byCursor, "rows is no list", []string{`{"rows":{"a":1}}`}},
		"no object":          {fetch.Pages{Param: "p", Rows: "data.rows"}, "data is no object, in which rows should stand", []string{`{"data":null}`}},
		"a failure":          {fetch.Pages{Param: "p", Rows: "rows", Expect: map[string]string{"code": "0"}}, "code is not 0: the server reports a failure", []string{`{"code":500,"rows":[]}`}},
		"a failure unsaid":   {fetch.Pages{Param: "p", Rows: "rows", Expect: map[string]string{"code": "0"}}, "there is no code in the page", []string{`{"rows":[]}`}},
		"cut off":            {byCursor, "it is cut off: the JSON does not end within its 13 bytes", []string{`{"rows":["张`}},
		"empty":              {byCursor, "it is cut off", []string{``}},
		"two values":         {byCursor, "it is not JSON from byte 12 on", []string{`{"rows":[]}{}`}},
		"no JSON":            {byCursor, "it is not JSON from byte 1 on", []string{`<html>张三</html>`}},
		"no UTF-8":           {byCursor, "it is not UTF-8", []string{"{\"rows\":[\"\xD5\xC5\"]}"}},
		"no end":             {fetch.Pages{Param: "p", MaxPages: 2}, "page 2: it is not the last, and no more than 2 are fetched (max_pages)", []string{`[1]`, `[2]`}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, answers(c.bodies...))
			_, err := s.fetch(t, "/v1", fetch.HTTPSpec{Pages: &c.spec})
			wantError(t, err, true, s.URL+"/v1: ", c.says)
			if got := s.requests.Load(); got != int64(len(c.bodies)) {
				t.Errorf("%d requests", got)
			}
			if err != nil && strings.Contains(err.Error(), "张") {
				t.Errorf("a person is named: %v", err)
			}
		})
	}
}

func TestPagesAreAskedForByTheirParameters(t *testing.T) {
	var asked []string
	serve := func(w http.ResponseWriter, r *http.Request, n int) {
		asked = append(asked, r.URL.RawQuery)
		say(w, fmt.Sprintf(`{"next":%q,"rows":[%d],"total":2}`, []string{"a&b=平", ""}[n-1], n))
	}
	for _, c := range []struct {
		spec fetch.Pages
		want []string
	}{
		{fetch.Pages{Param: "page", Rows: "rows", Total: "total", First: 0}, []string{"page=0&x=1", "page=1&x=1"}},
		{fetch.Pages{Param: "page", Rows: "rows", Total: "total", First: 1, SizeParam: "size", Size: 50}, []string{"page=1&size=50&x=1", "page=2&size=50&x=1"}},
		{fetch.Pages{Param: "c", Rows: "rows", Next: "next", SizeParam: "n", Size: 9}, []string{"n=9&x=1", "c=a%26b%3D%E5%B9%B3&n=9&x=1"}},
	} {
		asked = nil
		if _, err := newSite(t, serve).fetch(t, "/?x=1", fetch.HTTPSpec{Pages: &c.spec}); err != nil || !slices.Equal(asked, c.want) {
			t.Errorf("%q, %v", asked, err)
		}
	}
}

func TestQueriesThatWouldBeSentInPartAreRefused(t *testing.T) {
	s := newSite(t, answers())
	for _, query := range []string{"token=a;b", "token=%zz"} {
		_, err := s.fetch(t, "/v1?county=1&"+query, fetch.HTTPSpec{Pages: &fetch.Pages{Param: "page"}})
		wantError(t, err, false, s.URL+"/v1: the query cannot be read")
	}
}

func TestPagesAreBounded(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		for range 65 {
			if _, err := w.Write(make([]byte, 1<<20)); err != nil {
				return // the client has seen enough
			}
		}
	})
	_, err := s.fetch(t, "/v1", fetch.HTTPSpec{Pages: &fetch.Pages{Param: "page"}})
	wantError(t, err, true, "the page has more than 64 MiB")
}

func TestPagesAreAskedForAgainAlone(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request, n int) {
		page := r.URL.Query().Get("page")
		switch {
		case n == 2:
			w.WriteHeader(http.StatusServiceUnavailable)
		case n == 3:
			raw(t, w, "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n[\"cut off")
		case page == "3":
			say(w, "[]")
		default:
			say(w, fmt.Sprintf("[%s]", page))
		}
	})
	into, err := s.fetch(t, "/v1", fetch.HTTPSpec{Pages: &fetch.Pages{Param: "page", First: 1}})
	if err != nil || into.text() != "v1=[1]\n[2]\n[]\n;" || s.requests.Load() != 5 {
		t.Errorf("%d requests, %q, %v", s.requests.Load(), into.text(), err)
	}
	s = newSite(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		if r.URL.Query().Get("page") == "2" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		say(w, "[1]")
	})
	_, err = s.fetch(t, "/v1", fetch.HTTPSpec{Pages: &fetch.Pages{Param: "page", First: 1}})
	wantError(t, err, false, "page 2: ", "404 Not Found")
}

// book is an interface over some rows, honest but for the page that is spoilt.
type book struct {
	rows   []string
	most   int // rows in a page, whatever is asked for
	cursor bool
	spoilt int // number of the page, from 1 on; 0: none
	spoil  func(rows []string) []string
}

func (b book) serve(w http.ResponseWriter, r *http.Request, n int) {
	query := r.URL.Query()
	size := min(number(query, "size"), b.most)
	from := min(size*number(query, "page"), len(b.rows))
	next := ""
	if b.cursor {
		from = number(query, "page")
	}
	rows := b.rows[from:min(from+size, len(b.rows))]
	if b.cursor && from+size < len(b.rows) {
		next = strconv.Itoa(from + size)
	}
	if n == b.spoilt {
		rows = b.spoil(slices.Clone(rows))
	}
	if err := json.NewEncoder(w).Encode(map[string]any{"total": len(b.rows), "next": next, "rows": rows}); err != nil {
		panic(err)
	}
}

func number(query url.Values, name string) int {
	n, _ := strconv.Atoi(query.Get(name)) // none is 0
	return n
}

// TestEveryRowComesOrNone pages through books of all sizes, as all kinds of
// clients, and spoils some page of some.
func TestEveryRowComesOrNone(t *testing.T) {
	var current book
	var n int
	s := newSite(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		n++
		current.serve(w, r, n)
	})
	rapid.Check(t, func(rt *rapid.T) {
		n = 0
		current = book{rows: make([]string, rapid.IntRange(0, 12).Draw(rt, "rows")), most: rapid.IntRange(1, 6).Draw(rt, "most"), cursor: rapid.Bool().Draw(rt, "cursor")}
		for i := range current.rows {
			current.rows[i] = strconv.Itoa(i)
		}
		spec := fetch.Pages{Param: "page", SizeParam: "size", Size: rapid.IntRange(1, 6).Draw(rt, "size"), Rows: "rows"}
		if current.cursor {
			spec.Next = "next"
		}
		counted := rapid.Bool().Draw(rt, "counted")
		pages := (len(current.rows) + min(current.most, spec.Size) - 1) / min(current.most, spec.Size)
		if counted {
			spec.Total = "total"
			current.spoilt = rapid.IntRange(0, pages).Draw(rt, "spoilt")
		}
		current.spoil = rapid.SampledFrom([]func([]string) []string{
			func(rows []string) []string { return rows[1:] },
			func([]string) []string { return []string{} },
		}).Draw(rt, "spoil")
		if current.spoilt == pages { // a row too many on an earlier page may hide one that is never asked for
			current.spoil = func(rows []string) []string { return append(rows, "again") }
		}
		into, err := s.fetch(t, "/b", fetch.HTTPSpec{Pages: &spec})
		if current.spoilt > 0 {
			if err == nil {
				rt.Fatal("nothing was noticed")
			}
			return
		}
		if err != nil {
			rt.Fatal(err)
		}
		var got []string
		decoder := json.NewDecoder(into.contents["b"])
		for decoder.More() {
			var page struct{ Rows []string }
			if err := decoder.Decode(&page); err != nil {
				rt.Fatal(err)
			}
			got = append(got, page.Rows...)
		}
		if !slices.Equal(got, current.rows) {
			rt.Fatalf("%q came of %q", got, current.rows)
		}
	})
}
