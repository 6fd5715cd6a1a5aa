package matchers

import (
	"fmt"
	"testing"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/table"
)

// county is a registry of many members, every fourth of them on dibao and every
// tenth on tekun, and a Join that is ready for the first of them.
func county(tb testing.TB, many int, duplicates bool) (*Join, []registry.Member) {
	tb.Helper()
	w := world{options: aYear()}
	w.options.Duplicates = duplicates
	j, err := New(w.options)
	if err != nil {
		tb.Fatal(err)
	}
	for n := range many / 3 {
		area := change(east, func(a *registry.Area) { a.Code = fmt.Sprintf("430521103%03d", n/100%1000) })
		w.households = append(w.households, registry.Household{
			ID: fmt.Sprintf("430599%07d", n), Area: area, HeadName: nameOf(n * 3), HeadID: id(n * 3), Attribute: "低保户", PovertyStatus: "未脱贫", SafeWater: table.Yes,
		})
	}
	members := make([]registry.Member, many)
	for n := range members {
		members[n] = registry.Member{
			ID: fmt.Sprintf("430599%09d", n), HouseholdID: fmt.Sprintf("430599%07d", n/3), Name: nameOf(n), Resident: id(n), HeadMapped: true, Head: n%3 == 0,
		}
		if n%4 == 0 {
			w.dibao = append(w.dibao, change(paid(n, month(2017, 5), month(2018, 3)), func(p *payment) { p.Name = nameOf(n) }))
		}
		if n%10 == 0 {
			w.tekun = append(w.tekun, change(paid(n, month(2018, 5), 0), func(p *payment) { p.Name = nameOf(n) }))
		}
	}
	w.build(j, &outcome{})
	return j, members
}

// nameOf is what the n-th person is called; one in some thousands shares the name.
func nameOf(n int) string {
	return string([]rune{'张', '一' + rune(n%97), '丁' + rune(n%53)})
}

// Millions of members stream by: none may leave anything to collect. Lists and
// indexes that grow with the registry are not counted against the single member.
func TestMatchAllocatesNothing(t *testing.T) {
	for _, duplicates := range []bool{false, true} {
		j, members := county(t, 2*pageSize, duplicates)
		var located []Located
		next, batch := 0, pageSize/2
		matchSome := func() {
			some := members[next : next+batch]
			located = j.Locate(some, located)
			j.Match(some, located, func(_ int, m *Member) {
				if m == nil {
					t.Fatal("a member is taken for known")
				}
			})
			next += batch
		}
		matchSome()
		batch = 8
		allocations := testing.AllocsPerRun(1000, matchSome)
		if allocations != 0 {
			t.Errorf("duplicates %v: %v allocations", duplicates, allocations)
		}
	}
}

func BenchmarkMatch(b *testing.B) {
	for _, duplicates := range []bool{false, true} {
		b.Run(fmt.Sprintf("duplicates=%v", duplicates), func(b *testing.B) {
			const many = 100_000
			j, members := county(b, many, duplicates)
			var located []Located
			b.ReportAllocs()
			for b.Loop() {
				located = j.Locate(members, located)
				j.Match(members, located, func(_ int, m *Member) {
					if m == nil {
						b.Fatal("a member is taken for known")
					}
				})
				b.StopTimer()
				j, members = county(b, many, duplicates)
				b.StartTimer()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/many, "ns/member")
		})
	}
}

func BenchmarkAddPerson(b *testing.B) {
	j, err := New(aYear())
	if err != nil {
		b.Fatal(err)
	}
	rows := make([]payment, 1<<16)
	for n := range rows {
		rows[n] = inMonth(n/12, month(2017, 10+n%12))
	}
	next := 0
	b.ReportAllocs()
	for b.Loop() {
		j.AddPerson(Dibao, &rows[next])
		next = (next + 1) % len(rows)
	}
}
