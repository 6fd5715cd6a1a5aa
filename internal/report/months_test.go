package report

import (
	"errors"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
)

func arrivals() Months {
	october := period.MonthOf(2017, 10)
	run := func(from, through int) period.Window {
		return period.Window{From: october + period.Month(from), Through: october + period.Month(through)}
	}
	return Months{
		Feed: "dibao", Window: run(0, 4),
		Counties: []CountyMonths{
			{Rows: []int64{0, 0, 3, 0, 0}, Missing: []period.Window{run(0, 1), run(3, 4)}},
			{County: registry.Area{Code: "430523", County: "邵阳县"}, Rows: []int64{812, 813, 811, 809, 1200}},
			{County: registry.Area{Code: "430582", County: "邵东市"}, Rows: []int64{0, 1, 0, 0, 10234}, Other: 7, Missing: []period.Window{run(0, 0), run(2, 3)}},
			{County: registry.Area{County: "隆回县"}, Rows: []int64{0, 0, 0, 0, 0}, Missing: []period.Window{run(0, 4)}},
		},
	}
}

func TestMonths(t *testing.T) {
	for _, l := range []Language{Chinese, English} {
		var b strings.Builder
		complete := arrivals()
		complete.Counties = complete.Counties[1:2]
		nameless := arrivals()
		nameless.Counties = nameless.Counties[:1]
		if err := errors.Join(l.WriteMonths(&b, arrivals()), l.WriteMonths(&b, complete), l.WriteMonths(&b, nameless)); err != nil {
			t.Fatal(err)
		}
		checkGolden(t, "months."+string(l)+".txt", b.String())
	}
}

func TestShared(t *testing.T) {
	for _, l := range []Language{Chinese, English} {
		var b strings.Builder
		if err := l.WriteShared(&b, "water", []Shared{
			{Names: registry.Area{Town: "石溪镇"}, Codes: []string{"430523100", "430524100"}, Rows: 1203},
			{Names: registry.Area{County: "邵阳县", Town: "白仓镇", Village: "石桥村"}, Codes: []string{"430523101200", "430523101201"}, Rows: 1},
		}); err != nil {
			t.Fatal(err)
		}
		checkGolden(t, "shared."+string(l)+".txt", b.String())
	}
}

func TestMonthsCannotSteerTheTerminal(t *testing.T) {
	const evil = "\x1b[2J\x07a\r\nb\tc\u009b"
	m := arrivals()
	m.Counties[3].County.County = evil
	var b strings.Builder
	err := Chinese.WriteShared(&b, "water", []Shared{{Names: registry.Area{County: evil, Town: evil, Village: evil}, Codes: []string{evil}, Rows: 1}})
	if err := errors.Join(err, Chinese.WriteMonths(&b, m)); err != nil {
		t.Fatal(err)
	}
	if i := strings.IndexAny(b.String(), "\x1b\x07\r\t\u009b"); i >= 0 {
		t.Errorf("a control character is written: %q", b.String()[max(0, i-40):i+5])
	}
}
