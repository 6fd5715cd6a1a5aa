package roster_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/table"
)

// named is the month that a table without columns of time takes from its names.
func named(file, sheet string) string {
	m, err := roster.DibaoSchema.Map(nil, []table.Row{{Number: 1, Cells: []string{"姓名", "身份证号"}}}, nil)
	if err != nil {
		panic(err)
	}
	timing, ok := roster.TimingOf(m, &table.Source{File: file, Sheet: sheet}, false)
	if ok != timing.Month.Known() {
		panic("a month, and yet none, in " + file)
	}
	return timing.Month.String()
}

func TestMonthInFileNames(t *testing.T) {
	for file, want := range map[string]string{
		"201710.csv": "2017-10", "低保201710.xlsx": "2017-10", "dibao_2017-10.csv": "2017-10", "2017.10.xls": "2017-10", "2017_10.csv": "2017-10",
		"2017年10月低保.xlsx": "2017-10", "2017年9月.xlsx": "2017-09", "2017年09月.xlsx": "2017-09", "低保20171031.csv": "2017-10",
		"2017-10-31.csv": "2017-10", "2017年10月31日.csv": "2017-10", "201710(2).csv": "2017-10", "201710-2.csv": "2017-10",
		"民政/201710/低保201711.csv": "2017-11", `民政\201709\低保201711.csv`: "2017-11", "201710/低保.csv": "",
		"201710低保（2017年10月）.xlsx": "2017-10", "430521_201710.csv": "2017-10", "430521201710.csv": "",
		"201710-201809.csv": "", "201710至201809.csv": "", "2017-10~2018-09.csv": "", "2017年10月-2018年9月.csv": "", "201710 201711.csv": "",
		"2017年10-12月.csv": "", "2017年10月—12月.csv": "", "2017年1月至3月.xlsx": "", "2017年10、11月.xlsx": "",
		"2017.csv": "", "2017年.csv": "", "2017-1.csv": "", "2017年13月.csv": "", "201713.csv": "", "10月.csv": "", "17年10月.csv": "", "": "",
		"189910.csv": "", "220010.csv": "", "20171.csv": "",
		"430599199001010010.csv": "", "430599201710010018.csv": "", "13820171011.csv": "", "12017101.csv": "", "201710100012.csv": "",
	} {
		if got := named(file, ""); got != want {
			t.Errorf("%q tells %q, want %q", file, got, want)
		}
	}
}

func TestMonthInSheetNames(t *testing.T) {
	for _, c := range []struct{ file, sheet, want string }{
		{"低保.xlsx", "201710", "2017-10"},
		{"低保201712.xlsx", "2017年10月", "2017-10"},
		{"低保201712.xlsx", "10月", "2017-12"},
		{"低保201712.xlsx", "201710-201712", "2017-12"},
		{"2017年/低保.xlsx", "10月", ""},
	} {
		if got := named(c.file, c.sheet); got != c.want {
			t.Errorf("%s [%s] tells %q, want %q", c.file, c.sheet, got, c.want)
		}
	}
}

// A month is found among any words, and two different ones are none.
func TestMonthAmongWords(t *testing.T) {
	words := rapid.SampledFrom([]string{"", "低保", "-", "_", "（城市）", "v2_", "第3批 ", "邵东"})
	layouts := rapid.SampledFrom([]string{"%04d%02d", "%04d-%02d", "%04d年%02d月", "%04d年%d月", "%04d.%02d", "%04d%02d15"})
	draw := func(t *rapid.T, label string) (m, text string) {
		year, month := rapid.IntRange(1990, 2029).Draw(t, label+" year"), rapid.IntRange(1, 12).Draw(t, label)
		return fmt.Sprintf("%04d-%02d", year, month), fmt.Sprintf(layouts.Draw(t, label+" layout"), year, month)
	}
	rapid.Check(t, func(t *rapid.T) {
		m, text := draw(t, "one")
		before, after := words.Draw(t, "before"), words.Draw(t, "after")
		if got := named(before+text+after+".csv", ""); got != m {
			t.Fatalf("%q tells %q, want %q", before+text+after, got, m)
		}
		n, other := draw(t, "other")
		between := rapid.SampledFrom([]string{"-", "至", "_", "低保", " "}).Draw(t, "between")
		want := ""
		if n == m {
			want = m
		}
		if got := named(text+between+other, ""); got != want {
			t.Fatalf("%q tells %q, want %q", text+between+other, got, want)
		}
	})
}
