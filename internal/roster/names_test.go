package roster_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/table"
)

// named is the month that a table without columns of time takes from its names.
func named(file, sheet string) string {
	month, _ := namedBy(roster.Terms{}, file, sheet)
	return month
}

// quarterNamed is the first month of the quarter that such a table takes from
// its names where its feed is quarterly.
func quarterNamed(file, sheet string) string {
	month, _ := namedBy(roster.Terms{Quarterly: true}, file, sheet)
	return month
}

func namedBy(terms roster.Terms, file, sheet string) (string, error) {
	m, err := roster.DibaoSchema.Map(nil, []table.Row{{Number: 1, Cells: []string{"姓名", "身份证号"}}}, nil)
	if err != nil {
		panic(err)
	}
	timing, err := roster.TimingOf(m, &table.Source{File: file, Sheet: sheet}, terms)
	if (err == nil) != timing.Month.Known() {
		panic("a month, and yet none, in " + file)
	}
	return timing.Month.String(), err
}

func TestMonthInFileNames(t *testing.T) {
	for file, want := range map[string]string{
		"201710.csv": "2017-10", "低保201710.xlsx": "2017-10", "dibao_2017-10.csv": "2017-10", "2017.10.xls": "2017-10", "2017_10.csv": "2017-10",
		"2017年10月低保.xlsx": "2017-10", "2017年9月.xlsx": "2017-09", "2017年09月.xlsx": "2017-09", "低保20171031.csv": "2017-10",
		"2017-10-31.csv": "2017-10", "2017年10月31日.csv": "2017-10", "201710(2).csv": "2017-10", "201710-2.csv": "2017-10",
		"2017年十月.csv": "2017-10", "低保2017年十二月.xlsx": "2017-12", "2017年二月份.csv": "2017-02",
		"201710低保（2017年10月）.xlsx": "2017-10", "430521_201710.csv": "2017-10", "430521201710.csv": "2017-10", "低保430521201809.xlsx": "2018-09", "430521201710_20171105.csv": "2017-10",
		"430521201201.csv": "", "430521202010.csv": "", "990521201710.csv": "", "430521103201710.csv": "", "430521100201201710.csv": "", // villages, and no counties
		"低保201710_20171105导出.csv": "2017-10", "20171105导出低保2017年10月.csv": "2017-10", "201710 20171031.csv": "2017-10", "低保201710_20171105-2.csv": "2017-10",
		"201710-20171231.csv": "", "20171001至201712.csv": "", "2017年10月至20171231.csv": "", "20170930_201710.csv": "", "20171001_20171105.csv": "", "201710_201711_20171205.csv": "",

		"201710-201809.csv": "", "201710至201809.csv": "", "2017-10~2018-09.csv": "", "2017年10月-2018年9月.csv": "", "201710 201711.csv": "",
		"2017年10-12月.csv": "", "2017年10月—12月.csv": "", "2017年1月至3月.xlsx": "", "2017年10、11月.xlsx": "", "2017年10、11、12月.xlsx": "", "2017年1-3月.csv": "",
		"2017年四季度.csv": "", "2017Q4.csv": "", "2017年四季度201712.csv": "2017-12",
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
		{"低保201712.xlsx", "12月", "2017-12"},
		{"低保201712.xlsx", "10月", ""}, // one of them must be wrong
		{"低保201712.xlsx", "201710-201712", "2017-12"},
		{"低保201712.xlsx", "四季度", "2017-12"},
		{"2018年低保发放.xlsx", "3月", "2018-03"},
		{"2018年低保发放.xlsx", "03月", "2018-03"},
		{"2018年低保发放.xlsx", " 12月份 ", "2018-12"},
		{"2018年低保发放.xlsx", "一月", "2018-01"},
		{"2018年低保发放.xlsx", "十月", "2018-10"},
		{"2018年低保发放.xlsx", "十二月", "2018-12"},
		{"低保2018.xlsx", "2月", "2018-02"},
		{"低保发放.xlsx", "3月", ""},
		{"2018年低保发放.xlsx", "13月", ""},
		{"2018年低保发放.xlsx", "3", ""},
		{"2018年低保发放.xlsx", "3月新增", ""},
		{"2018年低保发放.xlsx", "1-3月", ""},
		{"2018年低保发放.xlsx", "一季度", ""},
		{"2017-2018年低保.xlsx", "3月", ""}, // of which year
		{"201710-201809.xlsx", "3月", "2018-03"},
		{"201710-201809.xlsx", "十月", "2017-10"},
		{"2017年四季度.xlsx", "11月", "2017-11"},
		{"2017年四季度.xlsx", "9月", ""},
		{"2017年/低保.xlsx", "10月", "2017-10"},
	} {
		if got := named(c.file, c.sheet); got != c.want {
			t.Errorf("%s [%s] tells %q, want %q", c.file, c.sheet, got, c.want)
		}
	}
}

// A directory tells the month where neither sheet nor file does: the nearest.
func TestMonthInDirectoryNames(t *testing.T) {
	for _, c := range []struct{ file, sheet, want string }{
		{"2017/10/低保.csv", "", "2017-10"},
		{"2017年/10月/低保.csv", "", "2017-10"},
		{"2017/1/低保.csv", "", "2017-01"},
		{"2017年/十月/低保.csv", "", "2017-10"},
		{"2017年10月/名册.xlsx", "", "2017-10"},
		{"2017年10月/名册.xlsx", "Sheet1", "2017-10"},
		{"201710/低保.csv", "", "2017-10"},
		{"2017年/10月.csv", "", "2017-10"},
		{"2017/民政/10月.csv", "", "2017-10"},
		{`民政\2017\10\低保.csv`, "", "2017-10"},
		{"/srv/bidui/201710/邵东/低保.csv", "", "2017-10"},
		{"民政.zip/2017年10月/名册.csv", "", "2017-10"},
		{"民政/201710/低保201711.csv", "", "2017-11"},
		{`民政\201709\低保201711.csv`, "", "2017-11"},
		{"201709/201710/低保.csv", "", "2017-10"},
		{"2018年1月/名册.xlsx", "2017年10月", "2017-10"},
		{"2017/10.csv", "", ""},               // the tenth of something
		{"2017/民政/10/低保.csv", "", ""},         // so here
		{"2017/16/低保.csv", "", ""},            // a day
		{"2017/低保.csv", "", ""},               // all of the year
		{"10/低保.csv", "", ""},                 // of no year
		{"2017年10月/低保11月.csv", "", "2017-10"}, // not the month alone, and no year
		{"2017年10月/11月.csv", "", ""},          // one of them must be wrong
		{"201712/201710-201712.csv", "", ""},  // the file's name speaks for itself
		{"201710-201712/低保.csv", "", ""},
	} {
		if got := named(c.file, c.sheet); got != c.want {
			t.Errorf("%s [%s] tells %q, want %q", c.file, c.sheet, got, c.want)
		}
	}
}

func TestQuarterInNames(t *testing.T) {
	for _, c := range []struct{ file, sheet, want string }{
		{"2017年四季度.csv", "", "2017-10"},
		{"邵东2017年第4季度低保.xlsx", "", "2017-10"},
		{"2017年第四季度(2).csv", "", "2017-10"},
		{"低保2017Q4.csv", "", "2017-10"},
		{"2017_q1.csv", "", "2017-01"},
		{"2017年10-12月.csv", "", "2017-10"},
		{"2017年1-3月.csv", "", "2017-01"},
		{"201710-201712.csv", "", "2017-10"},
		{"2017年10月-12月.csv", "", "2017-10"},
		{"2017年10、11、12月.csv", "", "2017-10"},
		{"201711.csv", "", "2017-10"},
		{"2017年十二月.csv", "", "2017-10"},
		{"低保.xlsx", "2017年四季度", "2017-10"},
		{"2017年低保.xlsx", "四季度", "2017-10"},
		{"2017年低保.xlsx", "第1季度", "2017-01"},
		{"2017年低保.xlsx", "Q2", "2017-04"},
		{"2017年低保.xlsx", "7-9月", "2017-07"},
		{"2017年低保.xlsx", "8月", "2017-07"},
		{"2017年四季度.xlsx", "11月", "2017-10"},
		{"2017/四季度/低保.csv", "", "2017-10"},
		{"2017年四季度/低保.csv", "", "2017-10"},
		{"2017年/1-3月.csv", "", "2017-01"},
		{"201712/201710-201712.csv", "", "2017-10"},
		{"2017年10-11月.csv", "", ""},
		{"2017年9-11月.csv", "", ""},
		{"2017年7-12月.csv", "", ""},
		{"2017年5季度.csv", "", ""},
		{"201710-201809.csv", "", ""},
		{"2017年四季度201801制.csv", "", ""},
		{"2017年三季度四季度.csv", "", ""},
		{"2017年三季度、2017年四季度.csv", "", ""},
		{"2017年三季度至第四季度.csv", "", ""},
		{"四季青镇2017年三季度.csv", "", "2017-07"},
		{"低保201712.xlsx", "四季度", "2017-10"},
		{"2017年.csv", "", ""},
		{"四季度.csv", "", ""},
	} {
		if got := quarterNamed(c.file, c.sheet); got != c.want {
			t.Errorf("%s [%s] tells %q, want %q", c.file, c.sheet, got, c.want)
		}
	}
}

// Whoever wrote the name is told what is wrong with it.
func TestNamesWithoutOneMonth(t *testing.T) {
	const (
		none    = "no month stands in the name of sheet, file or directory"
		several = " tells several months: where a file stands for a quarter, set feeds.dibao.period: quarter"
		odd     = " tells months that are not one calendar quarter"
	)
	for _, c := range []struct {
		file, sheet string
		terms       roster.Terms
		want        string
	}{
		{"低保.csv", "", roster.Terms{}, none},
		{"低保.csv", "", roster.Terms{Quarterly: true}, none},
		{"2017年四季度.csv", "", roster.Terms{}, "2017年四季度.csv" + several},
		{"2017年10-12月.csv", "", roster.Terms{}, "2017年10-12月.csv" + several},
		{"a/201710-201809.csv", "", roster.Terms{Quarterly: true}, "201710-201809.csv" + odd},
		{"2018年低保.xlsx", "一季度", roster.Terms{}, "一季度" + several},
		{"低保201712.xlsx", "10月", roster.Terms{}, "10月 is no month of 低保201712.xlsx"},
	} {
		if _, err := namedBy(c.terms, c.file, c.sheet); err == nil || err.Error() != c.want {
			t.Errorf("%s [%s]: %v, want %s", c.file, c.sheet, err, c.want)
		}
	}
}

func isDay(text string) bool {
	return len(text) == len("20171115") && !strings.ContainsAny(text, "-.年")
}

// A month is found among any words, and two different ones are none, but for a
// day behind it.
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
		day, other8 := isDay(text), isDay(other)
		switch joined := between == "-" || between == "至"; {
		case n == m, !joined && other8 && !day && n > m: // the day of an export
			want = m
		case !joined && day && !other8 && m > n:
			want = n
		}
		if got := named(text+between+other, ""); got != want {
			t.Fatalf("%q tells %q, want %q", text+between+other, got, want)
		}
	})
}

// Whatever files are called, they tell one month or an error; a quarter begins where a quarter does.
func FuzzNames(f *testing.F) {
	for _, seed := range [][2]string{
		{"低保201710.csv", ""}, {"2018年低保发放.xlsx", "3月"}, {"2017/10/低保.csv", ""}, {"2017年/十月/低保.csv", ""}, {"2017年三季度至第四季度.csv", "Q4"},
		{"2017年10月至12月.csv", "2017年10、11、12月"}, {`C:\2017年\10-12月.xls`, "一季度"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, file, sheet string) {
		for _, terms := range []roster.Terms{{}, {Quarterly: true}} {
			text, err := namedBy(terms, file, sheet)
			if (text == "") != (err != nil) {
				t.Fatalf("%q [%q] tells %q, %v", file, sheet, text, err)
			}
			month, ok := period.ParseMonth(text)
			if ok != (err == nil) || terms.Quarterly && month != month.Quarter().From {
				t.Fatalf("%q [%q] tells %q", file, sheet, text)
			}
		}
	})
}
