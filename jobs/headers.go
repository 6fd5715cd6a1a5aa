package jobs

import (
	"errors"
	"fmt"
	"slices"

	"github.com/bidui/bidui/internal/table"
)

// headers maps the tables of one feed, and gathers what is to be told of their
// shapes. A file is fine while some sheet of it has the feed's header, and none
// that is meant for the feed has lost it: workbooks carry instructions, blank
// sheets and tables of other feeds too.
type headers struct {
	schema  *table.Schema
	columns table.Columns
	former  map[string][]string // field → the headers that it had in the last good run; nil: unknown
	others  []otherFeed

	files    []fileCheck
	found    map[string][]string // field → the headers that it has now
	notes    []string
	vanished []vanished
}

// otherFeed is a feed that a table may be of.
type otherFeed struct {
	schema *table.Schema
	feed   Feed
	shares bool // it is configured, and reads the same files
}

// reads says whether the feed takes the rows of a table that is its own.
func (o *otherFeed) reads(src *table.Source) bool {
	return o.shares && (o.feed.Source.Sheet == "" || o.feed.Source.Sheet == src.Sheet)
}

type fileCheck struct {
	name    string
	fits    [][]int // the telling fields of each table that has the feed's header
	misfits []misfit
}

// misfit is a table without the feed's header.
type misfit struct {
	err   *table.HeaderError
	rows  bool       // under what comes closest to the header there are rows of data
	data  bool       // whatever its header, rows look like data
	other *otherFeed // it is a table of; nil: of none that is known
}

// vanished is a field that a table has lost.
type vanished struct {
	source *table.Source
	table.Vanished
}

func newHeaders(schema *table.Schema, settings *Settings, former map[string][]string) *headers {
	h := &headers{schema: schema, columns: settings.Feeds[schema.Feed].Columns, former: former, found: map[string][]string{}}
	from := settings.Feeds[schema.Feed].Source.From
	for _, other := range Schemas {
		if other != schema {
			feed, configured := settings.Feeds[other.Feed]
			h.others = append(h.others, otherFeed{other, feed, configured && feed.Source.From == from})
		}
	}
	return h
}

// mapping finds the header among the first rows of a table; nil: it has none.
func (h *headers) mapping(src *table.Source, rows []table.Row) *table.Mapping {
	f := h.file(src)
	m, err := h.schema.Map(src, rows, h.columns)
	if err != nil {
		if lacks := (*table.HeaderError)(nil); errors.As(err, &lacks) {
			lacks.Former = h.former
			f.misfits = append(f.misfits, misfit{
				err: lacks, rows: lacks.HasData(rows), data: table.LookLikeData(rows), other: h.otherFeedOf(src, rows, lacks),
			})
		}
		return nil
	}
	f.fits = append(f.fits, m.Telling())
	for field, header := range m.Found() {
		if !slices.Contains(h.found[field], header) {
			h.found[field] = append(h.found[field], header)
		}
	}
	for _, note := range m.Notes() {
		h.notes = append(h.notes, fmt.Sprintf("%s: %s", src, note))
	}
	for _, v := range m.Vanished(h.former) {
		h.vanished = append(h.vanished, vanished{src, v})
	}
	return m
}

// otherFeedOf is the feed whose header a table has, and which finds more in it
// than this one does; nil: none. A table of members with one column renamed has
// the header of enrolment too, and is none for that.
func (h *headers) otherFeedOf(src *table.Source, rows []table.Row, lacks *table.HeaderError) *otherFeed {
	most, best := len(lacks.Telling), (*otherFeed)(nil)
	for i, other := range h.others {
		if m, err := other.schema.Map(src, rows, other.feed.Columns); err == nil && len(m.Telling()) > most {
			most, best = len(m.Telling()), &h.others[i]
		}
	}
	return best
}

// isNear says whether a table without the feed's header is meant for the feed: it
// has half of the columns, at least, that a table beside it was read by, and is
// of no other feed.
func (f *fileCheck) isNear(m misfit) bool {
	return m.other == nil && slices.ContainsFunc(f.fits, func(fields []int) bool {
		shared := 0
		for _, field := range fields {
			if slices.Contains(m.err.Telling, field) {
				shared++
			}
		}
		return 2*shared >= len(fields)
	})
}

// refuses says whether the file cannot be used for that table: it has no other,
// or rows of the feed would be lost with it.
func (f *fileCheck) refuses(m misfit) bool { return len(f.fits) == 0 || m.rows && f.isNear(m) }

func (h *headers) file(src *table.Source) *fileCheck {
	if n := len(h.files); n == 0 || h.files[n-1].name != src.File {
		h.files = append(h.files, fileCheck{name: src.File})
	}
	return &h.files[len(h.files)-1]
}

// told is what people should know of the columns: those that the feed has lost
// altogether are told of the first table that lacks them, and so is every table
// that was passed over beside others and may hold something.
func (h *headers) told() []string {
	notes := slices.Clone(h.notes)
	for _, f := range h.files {
		for _, m := range f.misfits {
			switch {
			case f.refuses(m): // the verdict tells
			case m.other != nil:
				if !m.other.reads(m.err.Source) {
					notes = append(notes, fmt.Sprintf("passed over: %s: its header is rather that of feed %s", m.err.Source, m.other.schema.Feed))
				}
			case m.data:
				notes = append(notes, "passed over, though rows of it look like data: "+m.err.Error())
			case f.isNear(m):
				notes = append(notes, "passed over: "+m.err.Error())
			}
		}
	}
	told := map[string]bool{}
	for _, v := range h.vanished {
		if len(h.found[v.Field]) == 0 && !told[v.Field] {
			notes = append(notes, fmt.Sprintf("%s: %s", v.source, v.Vanished))
			told[v.Field] = true
		}
	}
	return notes
}

// verdict is an error that names every file without a fitting table, and every
// table with rows of data that is meant for the feed and does not fit; or nil.
func (h *headers) verdict() error {
	var faults []error
	for _, f := range h.files {
		for _, m := range f.misfits {
			if f.refuses(m) {
				faults = append(faults, m.err)
			}
		}
	}
	if len(faults) == 0 {
		return nil
	}
	return &Refusal{Cause: errors.Join(faults...)}
}
