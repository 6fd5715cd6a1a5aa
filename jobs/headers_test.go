package jobs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/jobs"
)

// TestSheetThatLostItsHeaderIsRefused: a table of the feed without one of its
// required columns fails the run, though others beside it are whole; what is not
// meant for the feed does not.
func TestSheetThatLostItsHeaderIsRefused(t *testing.T) {
	in := small(20)
	half := len(in.Members) / 2
	note := sheet{name: "填写说明", header: []string{"填写说明"}, rows: [][]string{{"name", "与户口簿一致"}, {"dibao", "是或否"}}}
	members, households := plainSheet("人员信息", in.Members[:half]), plainSheet("户信息", in.Households)
	rest := plainSheet("二乡", in.Members[half:])
	continued := rest
	continued.header, continued.rows = rest.rows[0], rest.rows[1:]
	villages := sheet{name: "村", header: []string{"村代码", "县", "村", "是否贫困村"}, rows: [][]string{{"430599100200", "甲县", "新村", "是"}}}
	teams := sheet{name: "工作队", header: []string{"村代码", "县", "村", "姓名", "联系电话", "职务"}, rows: [][]string{{"430599100200", "甲县", "新村", "王五", "13812345678", "队长"}}}
	counts := sheet{name: "汇总", header: []string{"县", "乡", "村", "户数", "人数", "备注"}, rows: [][]string{{"甲县", "东乡", "新村", "10", "20", ""}}}
	for name, c := range map[string]struct {
		feed   string
		sheets []sheet
		only   string   // the one sheet to read
		fails  []string // what the error says; none: the run succeeds
		notes  []string // how each note begins
	}{
		"all whole":                 {feed: "members", sheets: []sheet{note, members, rest}},
		"a column renamed":          {feed: "members", sheets: []sheet{note, members, retitled(rest, "id_number", "身份证件")}, fails: []string{"members.xlsx [二乡]: header in row 1 lacks id_number（"}},
		"the flag renamed":          {feed: "members", sheets: []sheet{members, retitled(rest, "dibao", "是否低保户")}, fails: []string{"members.xlsx [二乡]: header in row 1 lacks dibao（"}},
		"the first renamed":         {feed: "members", sheets: []sheet{retitled(members, "name", "名字"), rest}, fails: []string{"[人员信息]", "lacks name（"}},
		"a column twice":            {feed: "members", sheets: []sheet{members, retitled(rest, "relation", "name")}, fails: []string{"[二乡]", "two columns for name"}},
		"renamed without rows":      {feed: "members", sheets: []sheet{members, rest, {name: "空表", header: retitled(rest, "name", "名字").header}}, notes: []string{"passed over: members.xlsx [空表]: header in row 1 lacks name（"}},
		"no header at all":          {feed: "members", sheets: []sheet{members, continued}, notes: []string{"passed over, though rows of it look like data: members.xlsx [二乡]: no header"}},
		"only the whole sheet":      {feed: "members", sheets: []sheet{members, retitled(rest, "dibao", "是否低保户")}, only: "人员信息"},
		"only the other":            {feed: "members", sheets: []sheet{members, retitled(rest, "dibao", "是否低保户")}, only: "二乡", fails: []string{"lacks dibao（"}},
		"households beside members": {feed: "members", sheets: []sheet{households, members, rest}, notes: []string{"passed over: members.xlsx [户信息]: its header is rather that of feed households"}},
		"members beside households": {feed: "households", sheets: []sheet{households, members}, notes: []string{"passed over: households.xlsx [人员信息]: its header is rather that of feed members"}},
		"households, a flag renamed": {feed: "households", sheets: []sheet{households, members, retitled(plainSheet("二", in.Households), "safe_water", "用水")},
			fails: []string{"households.xlsx [二]: header in row 1 lacks safe_water（"}, notes: []string{"passed over: households.xlsx [人员信息]"}},
		"villages beside teams":    {feed: "villages", sheets: []sheet{villages, teams}, notes: []string{"passed over: villages.xlsx [工作队]: its header is rather that of feed work_teams"}},
		"households beside counts": {feed: "households", sheets: []sheet{households, counts}},
		"water without its key":    {feed: "water", sheets: []sheet{water("一", "户主身份证号"), water("二", "户主身份证编号")}, fails: []string{"water.xlsx [二]: header in row 1 lacks household_id（"}},
	} {
		t.Run(name, func(t *testing.T) {
			read, refusal := readBook(t, in, c.feed, c.only, c.sheets)
			for _, says := range c.fails {
				if refusal == nil || !strings.Contains(refusal.Error(), says) {
					t.Errorf("%v, want %q", refusal, says)
				}
			}
			if len(c.fails) == 0 && refusal != nil {
				t.Error(refusal)
			}
			if !slices.EqualFunc(read.Notes, c.notes, strings.HasPrefix) {
				t.Errorf("notes: %q, want %q", read.Notes, c.notes)
			}
			if said := fmt.Sprint(refusal, read.Notes); strings.Contains(said, "4305") || strings.Contains(said, "张") {
				t.Errorf("somebody is named: %s", said)
			}
		})
	}
}

// TestTwoFeedsOfOneWorkbook: each reads its own sheets, and there is nothing to tell.
func TestTwoFeedsOfOneWorkbook(t *testing.T) {
	in := small(20)
	th := stage(t, in, nil)
	s := &shaper{t: t, dir: th.dir, r: newRand(1)}
	book := s.officeBook([]grid{plainGrid(plainSheet("户信息", in.Households)), plainGrid(plainSheet("人员信息", in.Members))})
	must(t, os.WriteFile(filepath.Join(th.dir, "registry.xlsx"), book, 0o600))
	for _, name := range []string{"households", "members"} {
		feed := th.settings.Feeds[name]
		feed.Source.From = secret.Text("registry.xlsx")
		th.settings.Feeds[name] = feed
	}
	result := newTestRunner(t, th.ledger, th.settings, nil).try(t, jobs.Request{Jobs: []string{"registry"}, AsOf: date(t, in.AsOf)})["registry"]
	must(t, result.Err)
	for _, read := range result.Reads {
		if len(read.Notes) > 0 {
			t.Errorf("%s: %q", read.Feed, read.Notes)
		}
	}
}

// readBook reads a feed from a workbook of these sheets, all of them or only
// one, and says why it was refused.
func readBook(t *testing.T, in oracle.Input, name, only string, sheets []sheet) (read ledger.FeedRead, refusal error) {
	t.Helper()
	th := stage(t, in, nil)
	s := &shaper{t: t, dir: th.dir, r: newRand(1)}
	var grids []grid
	for _, of := range sheets {
		grids = append(grids, plainGrid(of))
	}
	must(t, os.WriteFile(filepath.Join(th.dir, name+".xlsx"), s.officeBook(grids), 0o600))
	feed := th.settings.Feeds[name]
	feed.Source.From, feed.Source.Sheet = secret.Text(name+".xlsx"), only
	th.settings.Feeds = map[string]jobs.Feed{name: feed}
	checks, err := newTestRunner(t, th.ledger, th.settings, nil).CheckFeeds(t.Context())
	must(t, err)
	return *checks[0].Read, checks[0].Err
}

// retitled is a sheet with another header over one of its columns.
func retitled(of sheet, header, other string) sheet {
	of.header = slices.Clone(of.header)
	of.header[slices.Index(of.header, header)] = other
	return of
}

// water is a sheet of assessments that finds households by that column.
func water(name, key string) sheet {
	of := sheet{name: name, header: []string{key, "户主姓名", "县", "水量", "水质", "用水方便程度", "供水保证率", "评价时间"}}
	for i := range 5 {
		of.rows = append(of.rows, []string{numberOf(countyA, i), "张三", nameA, "达标", "达标", "达标", "达标", "2018-09-01"})
	}
	return of
}

// plainSheet is rows under the names of their fields.
func plainSheet(name string, rows []oracle.Row) sheet {
	fields := planOf("", rows).fields
	of := sheet{name: name, header: slices.Clone(fields), fields: fields}
	for _, row := range rows {
		cells := make([]string, len(fields))
		for i, field := range fields {
			cells[i] = row[field]
		}
		of.rows = append(of.rows, cells)
	}
	return of
}

// plainGrid is a sheet all of whose cells are text.
func plainGrid(of sheet) grid {
	g := grid{of: of}
	for _, line := range of.lines() {
		cells := make([]any, len(line))
		for i, cell := range line {
			if cell != "" {
				cells[i] = cell
			}
		}
		g.cells = append(g.cells, cells)
	}
	return g
}
