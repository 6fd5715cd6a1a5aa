package report

import (
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/table"
)

// RejectBook writes rejects as workbooks in Chinese, for those who must mend the
// files.
type RejectBook struct {
	Schemas []*table.Schema // whose headers name the fields; what is not in them keeps its name
	most    int             // rows of a sheet; 0: as many as it can have
}

// WriteXLSX writes one workbook: how many rejects there are of which reason, and
// then a sheet for each feed. It says how many rows it wrote.
func (b RejectBook) WriteXLSX(w io.Writer, rows Rejects) (n int, err error) {
	err = writeBook(w, func(out *book) error {
		summary, err := out.open(page{name: "汇总", title: "未采用的数据汇总", columns: summaryColumns()})
		if err != nil {
			return err
		}
		counts, err := b.writeFeeds(out, rows, func(feed string) page {
			return page{name: sheetOf(feed), title: "未采用的数据：" + Chinese.word(feeds, feed), columns: rejectColumns()}
		})
		n = counts.all
		if err != nil {
			return err
		}
		return counts.writeTo(summary)
	})
	return n, err
}

// writeFeeds writes a sheet for each feed, on the page that pageOf gives, and
// counts. The rows come feed by feed.
func (b RejectBook) writeFeeds(out *book, rows Rejects, pageOf func(feed string) page) (counts rejectCounts, err error) {
	var s *sheet
	feed, serial := "", 0
	for r, err := range rows {
		if err != nil {
			return counts, err
		}
		if s == nil || r.Feed != feed {
			if s != nil {
				if err := s.close(); err != nil {
					return counts, err
				}
			}
			p := pageOf(r.Feed)
			p.filtered, p.most = true, b.most
			if s, err = out.open(p); err != nil {
				return counts, err
			}
			feed, serial = r.Feed, 0
		}
		serial++
		if err := s.add(b.cells(serial, r)...); errors.Is(err, errSheetFull) {
			return counts, fmt.Errorf("feed %s: %w and there are more: choose fewer with --file, or write CSV", feed, err)
		} else if err != nil {
			return counts, err
		}
		counts.add(r)
	}
	if s == nil {
		return counts, nil
	}
	return counts, s.close()
}

// sheetOf is the name of a feed's sheet.
func sheetOf(feed string) string {
	if title := feeds[feed]; title != "" {
		return title + " " + feed
	}
	return feed
}

func rejectColumns() []sheetColumn {
	return []sheetColumn{
		{"序号", 7, lookCentred}, {"文件", 26, lookCell}, {"工作表", 12, lookCell}, {"行", 9, lookCentred},
		{"字段", 24, lookCell}, {"内容（已遮盖）", 23, lookCell}, {"原因", 24, lookCell}, {"应为／怎样改", 56, lookCell},
	}
}

// cells is a reject in the order of rejectColumns.
func (b RejectBook) cells(serial int, r ledger.RejectRow) []string {
	return []string{
		strconv.Itoa(serial), r.Location, r.Sheet, strconv.Itoa(r.Row), b.field(r.Feed, r.Field),
		shortened(r.Masked), Chinese.word(reasons, r.Reason), remedyOf(r.Reason, r.Field),
	}
}

// field is a field as people call it, with its name.
func (b RejectBook) field(feed, name string) string {
	for _, s := range b.Schemas {
		if s.Feed != feed {
			continue
		}
		for _, f := range s.Fields {
			if f.Name == name && len(f.Aliases) > 0 {
				return f.Aliases[0] + "（" + name + "）"
			}
		}
	}
	return name
}

// shortened is the beginning of a long text, for a cell to be read.
func shortened(text string) string {
	const most = 60 // characters
	n := 0
	for i := range text {
		if n == most {
			return text[:i] + "…"
		}
		n++
	}
	return text
}
