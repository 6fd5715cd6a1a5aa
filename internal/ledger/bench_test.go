package ledger

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/table"
)

// province is as many findings as a province has on its first night, spread over
// 122 counties. BIDUI_BENCH_FINDINGS sets another number.
func province(b *testing.B) []rules.Finding {
	n := 200_000
	if text := os.Getenv("BIDUI_BENCH_FINDINGS"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	source := &table.Source{File: "data/members.csv"}
	roster := &table.Source{File: "data/dibao-201809.csv"}
	var kinds []*rules.Kind
	for i := range 7 {
		kinds = append(kinds, kindOf("assistance", fmt.Sprintf("kind_%d", i)))
	}
	findings := make([]rules.Finding, n)
	for i := range findings {
		id := fmt.Sprintf("43%010d", i*7919%(n*10))
		f := rules.Finding{
			Kind: kinds[i%7], Subject: "member:" + id, Severity: rules.Severity(i % 5),
			Area:        registry.Area{Code: fmt.Sprintf("43%04d101200", i%122), County: fmt.Sprintf("县%d", i%122), Town: "某某镇", Village: "某某村"},
			HouseholdID: id[:10], MemberID: id, IDNumber: "430599195001010012", Name: "张三", Registry: "否", Expected: "是",
			Detail: rules.Detail{RegistryOrigin: table.Origin{Source: source, Row: i + 2}, AgencyOrigin: table.Origin{Source: roster, Row: i + 5}},
		}
		switch active := i % 5; i % 7 { // of some kinds there is more to tell
		case 1:
			f.Detail.Active = &active
		case 2:
			f.Detail.Reason = "checksum"
		case 3:
			f.Detail.Route, f.Detail.Others = rules.Supplement.Name, &rules.Others{Households: []string{id[:10]}}
		}
		findings[i] = f
	}
	return findings
}

// BenchmarkRecord measures the first night, the same again, and a night on which
// one in fifty findings is new, one is gone and one is changed.
func BenchmarkRecord(b *testing.B) {
	for name, newStore := range newStores() {
		first := province(b)
		later := append([]rules.Finding(nil), first[len(first)/50:]...)
		for i := range len(later) / 50 {
			later[i*50].Registry = "空"
		}
		for i := range len(first) / 50 {
			f := first[i]
			f.Qualifier = "dibao"
			later = append(later, f)
		}
		for _, step := range []struct {
			name   string
			before [][]rules.Finding
			run    []rules.Finding
		}{
			{"first", nil, first},
			{"identical", [][]rules.Finding{first}, first},
			{"changed", [][]rules.Finding{first}, later},
			{"gone", [][]rules.Finding{first}, nil},
		} {
			b.Run(name+"/"+step.name, func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					l := mustOpen(b, newStore(b), Options{})
					for _, findings := range step.before {
						run(b, l, startOf("assistance"), Outcome{Findings: findings})
					}
					b.StartTimer()
					tally := run(b, l, startOf("assistance"), Outcome{Findings: step.run})
					b.ReportMetric(float64(tally.events()), "events/op")
				}
			})
		}
	}
}

// BenchmarkUnchanged measures what a night costs on which nothing is other than
// on the night before.
func BenchmarkUnchanged(b *testing.B) {
	for name, newStore := range newStores() {
		b.Run(name, func(b *testing.B) {
			l := mustOpen(b, newStore(b), Options{})
			o := Outcome{Findings: province(b)}
			run(b, l, startOf("assistance"), o)
			for b.Loop() {
				run(b, l, startOf("assistance"), o)
			}
		})
	}
}

// BenchmarkSummary measures what a scrape costs when something has changed.
func BenchmarkSummary(b *testing.B) {
	for name, newStore := range newStores() {
		b.Run(name, func(b *testing.B) {
			l := mustOpen(b, newStore(b), Options{})
			run(b, l, startOf("assistance"), Outcome{Findings: province(b)})
			for b.Loop() {
				if _, err := l.Summary(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
