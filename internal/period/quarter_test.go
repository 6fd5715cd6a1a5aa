package period

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func TestParseQuarter(t *testing.T) {
	for text, want := range map[string]string{
		"2017年四季度": "2017-10", "2017年第四季度": "2017-10", "2017年第4季度": "2017-10", "2017年4季度": "2017-10", "2017年四季": "2017-10",
		"2017四季度": "2017-10", "2017Q4": "2017-10", "2017q1": "2017-01", "2017年Q2": "2017-04", "2017-Q3": "2017-07",
		"2017年10-12月": "2017-10", "201710-201712": "2017-10", "2017年10月-12月": "2017-10", "2017年1-3月": "2017-01", "2017年01—03月": "2017-01",
		"2017年10月至12月": "2017-10", "2017年10月份至12月份": "2017-10", "2017年10月-2017年12月": "2017-10", "2017-10至2017-12": "2017-10",
		"2017.10-2017.12": "2017-10", "2017/10~2017/12": "2017-10", "201710到201712": "2017-10", "201710-12": "2017-10", "2017-4-6月": "2017-04",
		"2017-10": "2017-10", "201711": "2017-10", "2017年12月": "2017-10", "2018-01-31": "2018-01", "43009": "2017-10",
		"2017年五季度": "", "2017Q5": "", "2017Q": "", "2017Q44": "", "2017年季度": "", "2017年第季度": "", "四季度": "", "Q4": "", "17年四季度": "",
		"2017年10-11月": "", "2017年9-11月": "", "2017年12-10月": "", "201710-201801": "", "201710-201812": "", "2017年7-12月": "", "2017年0-2月": "", "2017年13-15月": "",
		"2017年10-12月份起": "", "10-12月": "", "2017": "", "2017年": "", "2017.1": "", "": "", "-": "", "0000Q1": "", "1899Q4": "", "2017月10-12月": "",
		"201710": "2017-10", "2017-10-12": "2017-10", "2017年10": "", "2017年100-12月": "", "2017年四季度上报": "",
	} {
		got, ok := ParseQuarter(text)
		if got.From.String() != want || ok != (want != "") || ok && got.Months() != 3 {
			t.Errorf("ParseQuarter(%q) = %v…%v, %v; want %q", text, got.From, got.Through, ok, want)
		}
	}
}

// A quarter is three months of one year that hold the month, and begins with January, April, July or October.
func TestQuarterOfMonth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := MonthOf(rapid.IntRange(1900, 2199).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"))
		q := m.Quarter()
		if !q.Contains(m) || q.Months() != 3 || q.From.Month()%3 != 1 || q.From.Year() != m.Year() {
			t.Fatalf("%v lies in %v…%v", m, q.From, q.Through)
		}
	})
	if q := Month(0).Quarter(); q != (Window{}) {
		t.Errorf("the unknown month lies in %v", q)
	}
}

// However a quarter is written, it is read as the same three months; so is each of its months.
func TestWaysToWriteAQuarter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year, n := rapid.IntRange(1900, 2199).Draw(t, "year"), rapid.IntRange(1, 4).Draw(t, "quarter")
		first, last := 3*n-2, 3*n
		want := Window{From: MonthOf(year, first), Through: MonthOf(year, last)}
		for _, text := range []string{
			fmt.Sprintf("%d年%s季度", year, []string{"一", "二", "三", "四"}[n-1]), fmt.Sprintf("%d年第%d季度", year, n), fmt.Sprintf("%dQ%d", year, n),
			fmt.Sprintf("%d年%d-%d月", year, first, last), fmt.Sprintf("%d%02d-%d%02d", year, first, year, last), fmt.Sprintf("%d年%d月-%d月", year, first, last),
			fmt.Sprintf("%d-%02d", year, first), fmt.Sprintf("%d年%d月", year, first+1), fmt.Sprintf("%d%02d", year, last),
		} {
			if got, ok := ParseQuarter(text); !ok || got != want {
				t.Fatalf("ParseQuarter(%q) = %v…%v, %v; want %v…%v", text, got.From, got.Through, ok, want.From, want.Through)
			}
		}
	})
}

func TestParseQuarterAllocatesNothing(t *testing.T) {
	for _, text := range []string{"2017年四季度", "201710-201712", "2017年10-12月", "2017-11", "不详"} {
		if n := testing.AllocsPerRun(100, func() { ParseQuarter(text) }); n != 0 {
			t.Errorf("%s: %v allocations", text, n)
		}
	}
}

func FuzzParseQuarter(f *testing.F) {
	for _, s := range []string{"2017年四季度", "2017年第4季度", "2017Q4", "2017年10-12月", "201710-201712", "2017年10月-12月", "2017-11", "2017-10-12"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, ok := ParseQuarter(text)
		if ok != q.From.Known() || ok && q != q.From.Quarter() {
			t.Fatalf("ParseQuarter(%q) = %v…%v, %v", text, q.From, q.Through, ok)
		}
		if m, isMonth := ParseMonth(text); isMonth && (!ok || !q.Contains(m)) {
			t.Fatalf("%q is the month %v, and in no quarter of it", text, m)
		}
	})
}
