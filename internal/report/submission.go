package report

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
)

// Submission is what is handed in by a deadline (报送): by county how many
// households and persons are handled in which way, why, and who they are. A
// ledger that holds an entry without a reason, or somebody in two lists, gives none.
type Submission struct {
	Area     string    // whose it is; "": of all
	Deadline time.Time // zero: there is none
	At       time.Time // when it is made
	External bool      // for others than our own offices: the only names are those of 稳定脱贫回退
	Unmask   bool      // write ID numbers whole
}

// Handlings are the rows of a submission. Iteration ends at the first error.
type Handlings = iter.Seq2[ledger.Handled, error]

// Late says whether the deadline had passed.
func (s Submission) Late() bool { return !s.Deadline.IsZero() && s.At.After(s.Deadline) }

// WriteXLSX writes the workbook, and says how many names the lists in it have.
// Nothing is written where the sums differ from the lists.
func (s Submission) WriteXLSX(w io.Writer, rows Handlings) (n int, err error) {
	lists, err := listsOf(rows)
	if err != nil {
		return 0, err
	}
	stated := lists.tally()
	err = writeBook(w, func(b *book) error {
		if err := s.writeSums(b, stated); err != nil {
			return err
		}
		if err := s.writeReasons(b, lists); err != nil {
			return err
		}
		for _, h := range rules.Handlings {
			if s.External && h != rules.RollbackStable {
				continue
			}
			written, err := s.writeList(b, h, lists.of[h])
			if err != nil {
				return err
			}
			if err := stated.agree(h, written); err != nil {
				return err
			}
			n += len(lists.of[h])
		}
		return nil
	})
	return n, err
}

// writeSums writes the sheet of the statistics.
func (s Submission) writeSums(b *book, stated *handlingTally) error {
	out, err := b.open(page{name: "汇总", title: "建档立卡数据处理情况汇总表", lines: s.lines(stated.unknown()), columns: sumColumns()})
	if err != nil {
		return err
	}
	for i, county := range stated.order() {
		if err := out.add(append([]string{strconv.Itoa(i + 1), s.shown(county.label())}, stated.cells(county)...)...); err != nil {
			return err
		}
	}
	if err := out.add(append([]string{"", "合计"}, stated.totals()...)...); err != nil {
		return err
	}
	if err := out.sign(); err != nil {
		return err
	}
	return out.close()
}

func sumColumns() []sheetColumn {
	columns := []sheetColumn{{"序号", 6, lookCentred}, {"县", 12, lookCell}}
	for _, h := range rules.Handlings {
		columns = append(columns, sheetColumn{h.Title + "\n户数", 11, lookFigure}, sheetColumn{h.Title + "\n人数", 11, lookFigure})
	}
	return columns
}

// lines say whose the submission is and when it was made.
func (s Submission) lines(unknown int) []string {
	text := []string{"填报范围：" + s.area()}
	if !s.Deadline.IsZero() {
		text = append(text, "截止时间："+chineseTime(s.Deadline))
	}
	text = append(text, "填报时间："+chineseTime(s.At))
	lines := []string{strings.Join(text, "　　")}
	if s.Late() {
		lines = append(lines, "逾期：填报时间在截止时间之后")
	}
	if unknown > 0 {
		lines = append(lines, fmt.Sprintf("另有 %d 户的人数未知，没有计入人数：再运行一次比对后即可统计", unknown))
	}
	return lines
}

func (s Submission) area() string {
	if s.Area == "" {
		return "全部"
	}
	return s.Area
}

func chineseTime(t time.Time) string { return t.Format("2006年1月2日15:04") }

// writeReasons writes the sheet that counts the reasons of each handling by county.
func (s Submission) writeReasons(b *book, lists *handlingLists) error {
	out, err := b.open(page{name: "原因", title: "处理原因统计表", lines: s.lines(0), columns: []sheetColumn{
		{"处理方式", 22, lookCell}, {"原因", 70, lookCell}, {"县", 18, lookCell}, {"条数", 10, lookFigure},
	}})
	if err != nil {
		return err
	}
	for _, h := range rules.Handlings {
		if len(lists.of[h]) == 0 {
			continue
		}
		for _, c := range countReasons(lists.of[h]) {
			if err := out.add(h.Title, s.shown(c.reason), s.shown(c.county.label()), strconv.Itoa(c.rows)); err != nil {
				return err
			}
		}
		if err := out.add(h.Title, "小计", "", strconv.Itoa(len(lists.of[h]))); err != nil {
			return err
		}
	}
	if len(lists.of) == 0 {
		if err := out.spread(lookCell, "无"); err != nil {
			return err
		}
	}
	return out.close()
}

// shown is a text that people wrote, with ID numbers in it starred out.
func (s Submission) shown(text string) string {
	if s.Unmask {
		return text
	}
	return maskNumbers(text)
}

// writeList writes the list of a handling, and counts what it wrote.
func (s Submission) writeList(b *book, h *rules.Handling, entries []entry) (*handlingTally, error) {
	written := newHandlingTally()
	out, err := b.open(page{name: h.Title, title: h.Title + "名单", lines: s.lines(0), columns: listColumns(h), filtered: true})
	if err != nil {
		return nil, err
	}
	for i := range entries {
		if err := out.add(append([]string{strconv.Itoa(i + 1)}, s.cells(h, &entries[i])...)...); err != nil {
			return nil, err
		}
		written.add(h, &entries[i])
	}
	if len(entries) == 0 {
		if err := out.spread(lookCell, "无"); err != nil {
			return nil, err
		}
	}
	if err := out.sign(); err != nil {
		return nil, err
	}
	return written, out.close()
}

func listColumns(h *rules.Handling) []sheetColumn {
	who, people, what := "姓名", []sheetColumn(nil), []sheetColumn(nil)
	switch h.About {
	case rules.APerson:
	case rules.AHousehold:
		who, people = "户主／成员", []sheetColumn{{"人数", 6, lookFigure}}
	case rules.AnySubject:
		who, what = "户主／姓名", []sheetColumn{{"差异", 20, lookCell}, {"登记值", 16, lookCell}, {"应为", 14, lookCell}}
	}
	return slices.Concat(
		[]sheetColumn{{"序号", 6, lookCentred}, {"县", 11, lookCell}, {"乡镇", 11, lookCell}, {"村", 11, lookCell}, {"户编号", 16, lookCell}, {who, 12, lookCell}, {"证件号码", 22, lookCell}},
		people, what,
		[]sheetColumn{{"原因", 40, lookCell}, {"经办人", 10, lookCell}, {"时间", 19, lookCentred}, {"差异编号", 9, lookCell}},
	)
}

// cells is an entry in the order of listColumns, the serial number left out.
func (s Submission) cells(h *rules.Handling, e *entry) []string {
	d := e.first.Discrepancy
	if !s.Unmask {
		d = masked(d)
	}
	cells := []string{s.shown(e.county.label()), d.Town, d.Village, s.shown(e.homes()), d.Name, d.IDNumber}
	switch h.About {
	case rules.APerson:
	case rules.AHousehold:
		cells = append(cells, e.size())
	case rules.AnySubject:
		cells = append(cells, Chinese.kind(d.Kind), d.RegistryValue, d.ExpectedValue)
	}
	return append(cells, s.shown(e.reason()), e.first.Actor, e.first.DecidedAt.In(zone).Format("2006-01-02 15:04"), e.numbers())
}

// sign leaves room for those who answer for a sheet.
func (s *sheet) sign() error {
	s.skip()
	return s.spread(lookLine, "填报单位（盖章）：　　　　　　　　　　　　　　负责人：　　　　　　　　　　填报人：　　　　　　　　　　日期：")
}

// errSums says that a list has not what the statistics say.
var errSums = errors.New("the sums differ from the lists; nothing is written")
