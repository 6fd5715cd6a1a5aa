package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/bidui/bidui/internal/ledger"
)

// Correction is a letter to one agency (数据校核纠错单): what of its data could not
// be used, for it to mend and answer.
type Correction struct {
	Agency string // as schemas name it; "" where no schema knows the feeds
	Feeds  []ledger.RejectedFeed
	book   RejectBook
}

// Corrections divides feeds with rejects among the agencies that own them, in
// the order of the schemas.
func (b RejectBook) Corrections(feeds []ledger.RejectedFeed) []Correction {
	var letters []Correction
	at := map[string]int{}
	enter := func(agency string) *Correction {
		i, known := at[agency]
		if !known {
			i = len(letters)
			at[agency], letters = i, append(letters, Correction{Agency: agency, book: b})
		}
		return &letters[i]
	}
	owner := map[string]string{}
	for _, s := range b.Schemas {
		owner[s.Feed] = s.Agency
		enter(s.Agency)
	}
	for _, f := range feeds {
		letter := enter(owner[f.Read.Feed])
		letter.Feeds = append(letter.Feeds, f)
	}
	return slices.DeleteFunc(letters, func(c Correction) bool { return len(c.Feeds) == 0 })
}

// FileName is the name that the letter goes by: whose data of which day's run,
// and nothing about a person.
func (c Correction) FileName() string {
	office := cmp.Or(offices[c.Agency].short, c.Agency, "其他")
	return "校核纠错-" + office + "-" + c.at().Format("20060102") + ".xlsx"
}

// Office is whom the letter is to, in Chinese.
func (c Correction) Office() string {
	return cmp.Or(offices[c.Agency].full, c.Agency, "数据提供部门")
}

// at is when the newest of the runs ended that the letter tells of.
func (c Correction) at() time.Time {
	var newest time.Time
	for _, f := range c.Feeds {
		if f.Run.FinishedAt.After(newest) {
			newest = f.Run.FinishedAt
		}
	}
	return newest.In(zone)
}

const (
	letterTitle = "数据校核纠错单"
	letterSheet = "纠错单"
)

// WriteXLSX writes the letter as a workbook: a cover that says what was sent and
// what is wrong with it, and for each feed a sheet with a row for each cell to be
// mended and room for the answer. The rows are all rejects of c.Feeds, feed by
// feed; it says how many it wrote. Should they not be as many as c.Feeds says,
// that is an error: the letter would not be true.
func (c Correction) WriteXLSX(w io.Writer, rows Rejects) (n int, err error) {
	err = writeBook(w, func(b *book) error {
		cover, err := b.open(c.coverPage())
		if err != nil {
			return err
		}
		counts, err := c.book.writeFeeds(b, rows, c.page)
		n = counts.all
		if err != nil {
			return err
		}
		if err := c.check(counts); err != nil {
			return err
		}
		return c.writeCover(cover, counts)
	})
	return n, err
}

// check makes sure that all of the rejects were written.
func (c Correction) check(counts rejectCounts) error {
	written := map[string]int{}
	for _, f := range counts.feeds {
		written[f.feed] = f.all.all
	}
	for _, f := range c.Feeds {
		if got := written[f.Read.Feed]; int64(got) != f.Rejects {
			return fmt.Errorf("rejects of feed %s changed meanwhile, from %d to %d: try again", f.Read.Feed, f.Rejects, got)
		}
	}
	return nil
}

// page is the sheet of one feed.
func (c Correction) page(feed string) page {
	p := page{
		name: sheetOf(feed), title: letterTitle + "：" + Chinese.word(feeds, feed),
		lines:   []string{"发往：" + c.Office()},
		columns: append(correctionColumns(), answerColumns()...),
	}
	for _, f := range c.Feeds {
		if f.Read.Feed == feed {
			p.lines[0] += "　　比对批次：" + occasion(f) + "　　数据：" + f.Read.Location
		}
	}
	return p
}

// correctionColumns are rejectColumns, closer together.
func correctionColumns() []sheetColumn {
	narrow := rejectColumns()
	for i, width := range []float64{7, 20, 11, 9, 18, 22, 19, 36} {
		narrow[i].width = width
	}
	return narrow
}

func answerColumns() []sheetColumn {
	return []sheetColumn{{"更正值", 22, lookBlank}, {"说明", 16, lookBlank}, {"经办人", 10, lookBlank}, {"日期", 11, lookBlank}}
}

// occasion is the run by which a feed was found wanting.
func occasion(f ledger.RejectedFeed) string {
	text := "第" + strconv.FormatInt(f.Run.ID, 10) + "批次，" + f.Run.FinishedAt.In(zone).Format("2006-01-02 15:04")
	if f.Run.Status != ledger.Succeeded {
		text += "，" + Chinese.word(statuses, f.Run.Status)
	}
	return text
}
