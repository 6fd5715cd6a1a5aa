package report

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/bidui/bidui/internal/ledger"
)

// rejectCounts counts rejects, in the order in which feeds, files and reasons
// come.
type rejectCounts struct {
	all   int
	feeds []feedCounts
}

// feedCounts counts the rejects of a feed: of all its files, and file by file.
type feedCounts struct {
	feed  string
	all   fileCounts
	files []fileCounts
	at    map[string]int // of files
}

type fileCounts struct {
	file    string
	all     int
	reasons []string
	count   map[string]int // by reason
}

func (c *rejectCounts) add(r ledger.RejectRow) {
	c.all++
	if last := len(c.feeds) - 1; last < 0 || c.feeds[last].feed != r.Feed {
		c.feeds = append(c.feeds, feedCounts{feed: r.Feed, at: map[string]int{}})
	}
	f := &c.feeds[len(c.feeds)-1]
	i, known := f.at[r.Location]
	if !known {
		i = len(f.files)
		f.at[r.Location], f.files = i, append(f.files, fileCounts{file: r.Location})
	}
	f.all.add(r.Reason)
	f.files[i].add(r.Reason)
}

func (c *fileCounts) add(reason string) {
	if c.count == nil {
		c.count = map[string]int{}
	}
	if c.count[reason] == 0 {
		c.reasons = append(c.reasons, reason)
	}
	c.count[reason]++
	c.all++
}

// rows is the counts by feed and reason, as summaryColumns has them.
func (c *rejectCounts) rows() [][]string {
	var rows [][]string
	for _, f := range c.feeds {
		file := f.files[0].file
		if len(f.files) > 1 {
			file = fmt.Sprintf("全部 %d 个文件", len(f.files))
		}
		rows = append(rows, f.all.rows(f.feed, file)...)
	}
	return rows
}

// fileRows is the counts file by file, of feeds that have several.
func (c *rejectCounts) fileRows() [][]string {
	var rows [][]string
	for _, f := range c.feeds {
		if len(f.files) == 1 {
			continue
		}
		for _, file := range f.files {
			rows = append(rows, file.rows(f.feed, file.file)...)
		}
	}
	return rows
}

// rows begins with the most frequent reason and ends with the sum.
func (c *fileCounts) rows(feed, file string) [][]string {
	slices.SortStableFunc(c.reasons, func(a, b string) int { return c.count[b] - c.count[a] })
	feed = sheetOf(feed)
	var rows [][]string
	for _, reason := range c.reasons {
		rows = append(rows, []string{feed, file, Chinese.word(reasons, reason), strconv.Itoa(c.count[reason]), remedyOf(reason, "")})
	}
	return append(rows, []string{feed, file, "合计", strconv.Itoa(c.all), ""})
}

func summaryColumns() []sheetColumn {
	return []sheetColumn{
		{"数据源", 22, lookCell}, {"文件", 36, lookCell}, {"原因", 34, lookCell}, {"处数", 10, lookFigure}, {"应为／怎样改", 74, lookCell},
	}
}

// writeTo writes the counts to a sheet with summaryColumns, and closes it.
func (c *rejectCounts) writeTo(s *sheet) error {
	for _, row := range c.rows() {
		if err := s.add(row...); err != nil {
			return err
		}
	}
	if rows := c.fileRows(); len(rows) > 0 {
		if err := s.section("按文件"); err != nil {
			return err
		}
		for _, row := range rows {
			if err := s.add(row...); err != nil {
				return err
			}
		}
	}
	if c.all == 0 {
		if err := s.spread(lookCell, "没有未采用的行或单元格"); err != nil {
			return err
		}
	}
	return s.close()
}
