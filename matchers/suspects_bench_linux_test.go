package matchers

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
)

// BenchmarkSuspects measures what it costs to look for near matches: a registry
// of 60 thousand members, or as many as BIDUI_BENCH_MEMBERS says (7000000 is a
// province), a quarter of them on dibao, and of the roll's rows one in twenty
// that matches nobody: half of these are one slip away from a member, the other
// half mean strangers. It matches all of it with the search and without, and
// tells of the match of either that took least of the processor's time that time,
// and the memory that a Join holds in the end; beside the search, how many times as much that is as the
// matching alone, the share of the planted slips that were found, and of how
// many rows that match nobody a member is compared with how many.
func BenchmarkSuspects(b *testing.B) {
	many := 60_000
	if text := os.Getenv("BIDUI_BENCH_MEMBERS"); text != "" {
		var err error
		if many, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	var alone cost
	for _, search := range []bool{false, true} {
		b.Run(fmt.Sprintf("search=%v", search), func(b *testing.B) {
			var best cost
			for b.Loop() {
				if c := matched(b, many, search); best.cpu == 0 || c.cpu < best.cpu {
					best = c
				}
			}
			b.ReportMetric(best.seconds*1e9, "ns/op")
			b.ReportMetric(best.cpu, "cpu-s/op")
			b.ReportMetric(best.mib, "held-MiB")
			if !search {
				alone = best
				return
			}
			b.ReportMetric(best.found/best.planted, "recall")
			b.ReportMetric(best.rows, "rows")
			b.ReportMetric(best.seen, "seen")
			if alone.cpu > 0 { // it is measured first, unless -bench leaves it out
				b.ReportMetric(best.cpu/alone.cpu, "x-cpu")
				b.ReportMetric(best.mib/alone.mib, "x-memory")
			}
		})
	}
}

// cost is what one match took.
type cost struct {
	seconds, cpu   float64 // from the first household to the last suspect: by the clock, and of the processor
	mib            float64 // that are held then
	planted, found float64 // slips
	rows, seen     float64 // rows with faulty numbers, and the share of members who are compared with any of them by name
}

// matched matches a registry of so many members. Rows and members are made as
// they are read, which the clock does not count.
func matched(tb testing.TB, many int, search bool) (c cost) {
	tb.Helper()
	options := aYear()
	options.Suspects, options.Duplicates = search, false
	before := heldMiB()
	j, err := New(options)
	if err != nil {
		tb.Fatal(err)
	}
	pass(&c, many/3, homeOf, func(h *registry.Household) { j.AddHousehold(h) })
	c.time(j.Settle)
	slips := map[string]bool{} // numbers of the members whose rows have one
	pass(&c, many/4, func(n int) payment {
		row, slip := rollRow(n, many)
		if slip {
			slips[memberOf(4*n).ID] = true
		}
		return row
	}, func(row *payment) { j.AddPerson(Dibao, row) })
	c.time(func() { j.Hold(nil) })
	pass(&c, many, memberOf, func(m *registry.Member) { match(j, m) })
	c.time(func() {
		for s := range j.Suspects {
			if slips[s.ID] {
				c.found++
			}
		}
	})
	c.planted, c.mib = float64(len(slips)), heldMiB()-before
	c.rows = float64(len(j.suspects.rows))
	for n := range many {
		if m := memberOf(n); j.suspects.mayConcern(m.Resident) {
			c.seen += 1 / float64(many)
		}
	}
	runtime.KeepAlive(j)
	return c
}

// time adds up the seconds that something takes.
func (c *cost) time(do func()) {
	cpu, began := cpuSeconds(), time.Now()
	do()
	c.seconds += time.Since(began).Seconds()
	c.cpu += cpuSeconds() - cpu
}

// cpuSeconds is the processor's time that this process has had.
func cpuSeconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err) // only a wrong argument makes it fail
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
}

// pass makes so many items and hands each to take, batch by batch.
func pass[T any](c *cost, many int, item func(int) T, take func(*T)) {
	batch := make([]T, 0, 1<<12)
	for n := range many {
		batch = append(batch, item(n))
		if len(batch) < cap(batch) && n < many-1 {
			continue
		}
		c.time(func() {
			for i := range batch {
				take(&batch[i])
			}
		})
		batch = batch[:0]
	}
}

// rollRow is the n-th row of the roll, which pays every fourth member; of forty
// one is a slip away from him, and one means a stranger.
func rollRow(n, many int) (row payment, slip bool) {
	who := 4 * n
	row = change(inMonth(who, month(2017, 12)), func(p *payment) { p.Name, p.Resident, p.Area = calledIn(who), numberOf(who), areaOf(who/3) })
	switch n % 40 {
	case 0:
		if lacksOne(who) {
			return row, true
		}
		row.IDText = misspelt(row.Resident.Key.String(), rand.New(rand.NewPCG(uint64(n), 2)))
		row.Resident = resident.ParseID(row.IDText, aYear().AsOf)
		row.Stray = row.Resident.Key == 0
		row.Usable = !row.Stray
		return row, true
	case 20:
		row.Name, row.Resident = calledIn(many+n), numberOf(many+n)
	}
	return row, false
}

func memberOf(n int) registry.Member {
	m := registry.Member{ID: fmt.Sprintf("430599%09d", n), HouseholdID: homeNumber(n / 3), Name: calledIn(n), Resident: numberOf(n)}
	m.IDText = m.Resident.Key.String()
	if lacksOne(n) {
		at := n % 17
		m.IDText = m.IDText[:at] + m.IDText[at+1:]
		m.Resident = resident.ParseID(m.IDText, aYear().AsOf)
	}
	return m
}

// lacksOne says whether the registry has left out a character of a member's
// number, instead of the roll having a slip.
func lacksOne(n int) bool { return n%(4*40*4) == 4*40*3 }

func heldMiB() float64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return float64(stats.HeapAlloc) / (1 << 20)
}

func homeNumber(n int) string { return fmt.Sprintf("430599%07d", n) }

// areaOf is the village of the n-th household: 60 to a village, 300 villages to a county.
func areaOf(n int) registry.Area {
	village := n / 60
	return registry.Area{Code: fmt.Sprintf("4305%02d%03d%03d", village/300%100, 100+village/10%30, 200+village%10)}
}

// homeOf is the n-th household, whose head has the number that the member has.
func homeOf(n int) registry.Household {
	return registry.Household{ID: homeNumber(n), Area: areaOf(n), HeadID: memberOf(3 * n).Resident, Attribute: "一般农户"}
}

// numberOf is the number of the n-th of many people, in no order: born on one of
// 28,000 days, with one of a thousand sequences, in one of some regions that were never assigned.
func numberOf(n int) resident.ID {
	at := uint64(n) * 7_368_787 % 28_000_000 // a prime
	born := time.Date(1930, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(at/1000))
	first17 := fmt.Sprintf("430599%s%03d", born.Format("20060102"), at%1000)
	return resident.ParseID(first17+string(resident.CheckChar(first17)), 0)
}

// calledIn is what the n-th person is called: a few surnames and characters are
// very common, and most names are rare.
func calledIn(n int) string {
	r := rand.New(rand.NewPCG(uint64(n), 1))
	common := func(first rune, many int) rune {
		share := r.Float64()
		return first + rune(share*share*share*float64(many))
	}
	name := []rune{common('张', 200), common('明', 900)}
	if r.IntN(5) > 0 {
		name = append(name, common('国', 900))
	}
	return string(name)
}

// misspelt is a number with one slip: a character substituted or missing, or two
// neighbours transposed.
func misspelt(number string, r *rand.Rand) string {
	for {
		at, digit := r.IntN(17), byte('0'+r.IntN(10))
		text := []byte(number)
		switch r.IntN(3) {
		case 0:
			text[at] = digit
		case 1:
			text[at], text[at+1] = text[at+1], text[at]
		default:
			text = append(text[:at], text[at+1:]...)
		}
		if string(text) != number {
			return string(text)
		}
	}
}

// Of planted slips the search finds all that mean one member alone.
func TestSuspectsAreFoundAmongMany(t *testing.T) {
	c := matched(t, 60_000, true)
	if c.planted < 300 || c.found/c.planted < 0.999 {
		t.Errorf("%v of %v planted slips are found", c.found, c.planted)
	}
	if c.seen > .05 {
		t.Errorf("a share of %v of the members is compared with rows", c.seen)
	}
	if none := matched(t, 6_000, false); none.found != 0 || none.planted == 0 {
		t.Errorf("without the search %v are found", none.found)
	}
}
