package registry_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/registry"
)

// reformed is what became of 邵东: the county a city, one of its towns a
// street of another county, two villages one.
var reformed = registry.Aliases{
	Codes: map[string]string{
		"430521": "430582", "430521103": "430581007", "430582104205": "430582104201", "430581007": "430581008",
	},
	Names: map[string]string{"邵东县": "邵东市", "邵东市": "邵东区", "东乡": "东街道"},
}

func TestAliases(t *testing.T) {
	for old, now := range map[string]string{
		"430521": "430582", "430521101": "430582101", "430521101201": "430582101201", "4305211012": "4305821012",
		"430521103":    "430581008",    // the longest that fits, and on from there
		"430521103205": "430581008205", // with the villages in it
		"430521104205": "430582104201", // county first, village then
		"430522":       "430522", "4305": "4305", "430521000000": "430582000000", "": "",
		"邵东县": "邵东区", "东乡": "东街道", "西乡": "西乡", "430521x": "430582x",
	} {
		if got := reformed.Now(old); got != now {
			t.Errorf("%q has become %q, want %q", old, got, now)
		}
	}
	got := reformed.Area(area("430521103205", "邵东县", "东乡", "东乡"))
	if diff := cmp.Diff(area("430581008205", "邵东区", "东街道", "东街道"), got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// What leads in a circle stays as it is, and is told apart.
func TestAliasesInCircles(t *testing.T) {
	a := registry.Aliases{
		Codes: map[string]string{"430521": "430582", "430582103": "430521103", "430599": "430599", "430522": "430523"},
		Names: map[string]string{"甲县": "乙县", "乙县": "甲县", "丙县": "甲县", "丁县": "戊县"},
	}
	for code, ends := range map[string]bool{"430521": true, "430582103": false, "430521103": false, "430599": false, "430522": true, "430521104": true, "": true} {
		got, ok := a.Code(code)
		if ok != ends || !ok && got != code {
			t.Errorf("%s leads to %s, %v", code, got, ok)
		}
	}
	for name, ends := range map[string]bool{"甲县": false, "乙县": false, "丙县": false, "丁县": true, "己县": true} {
		got, ok := a.Name(name)
		if ok != ends || !ok && got != name {
			t.Errorf("%s leads to %s, %v", name, got, ok)
		}
	}
}

// Where no old code leads in a circle, none that begins with one does: what was
// checked when the aliases were read holds for every row.
func TestCirclesShowInTheAliases(t *testing.T) {
	code := rapid.SampledFrom([]string{"430521", "430522", "430521103", "430522103", "430521104", "430521103205", "430522103205"})
	rapid.Check(t, func(t *rapid.T) {
		a := registry.Aliases{Codes: map[string]string{}}
		for range rapid.IntRange(0, 5).Draw(t, "aliases") {
			old, now := code.Draw(t, "old"), code.Draw(t, "now")
			if len(old) == len(now) {
				a.Codes[old] = now
			}
		}
		for old := range a.Codes {
			if _, ends := a.Code(old); !ends {
				return
			}
		}
		asked := code.Draw(t, "asked")
		now, ends := a.Code(asked)
		if !ends {
			t.Fatalf("%s leads in a circle, and no alias of %v does", asked, a.Codes)
		}
		if again, _ := a.Code(now); again != now || len(now) != len(asked) {
			t.Fatalf("%s has become %s, and that %s", asked, now, again)
		}
	})
}

func TestScopeByOldNames(t *testing.T) {
	now := area("430582104201", "邵东区", "西乡", "新村")
	for scope, want := range map[string]bool{
		"430521": true, "430582": true, "430521104205": true, "430521000000": true, "邵东县": true, "邵东区": true, "西乡": true, "": true,
		"430521103": false, "东乡": false, "43": true, "430522": false,
	} {
		if got := reformed.Scope(scope).Covers(now); got != want {
			t.Errorf("%q covers the village: %v, want %v", scope, got, want)
		}
	}
}

// An area has one number by its old names and its new, whichever was read first.
func TestAreasByOldNames(t *testing.T) {
	old, now := area("430521101205", "邵东县", "南乡", "新村"), area("430582101205", "邵东区", "南乡", "新村")
	for _, rows := range [][]registry.Area{{old, now}, {now, old}, {old, now, old, now}} {
		areas := registry.NewAreas(reformed)
		ids := map[registry.AreaID]bool{}
		for _, row := range rows {
			ids[areas.Number(row)] = true
		}
		areas.Learn()
		if len(ids) != 1 || areas.Count() != 2 {
			t.Errorf("%d numbers for one area, %d in all", len(ids), areas.Count())
		}
		for id := range ids {
			if areas.At(id) != now || areas.Written(id) != now {
				t.Errorf("%v, written %v", areas.At(id), areas.Written(id))
			}
		}
		for _, asked := range []registry.Area{area("", "邵东县", "南乡", "新村"), area("430521101205", "", "", ""), area("430582101205", "", "", "")} {
			if got := areas.At(areas.Number(asked)); got != now {
				t.Errorf("%v is %v, want %v", asked, got, now)
			}
		}
	}
}

// Rows by the million name the same areas: numbering those known leaves nothing
// to collect, by whichever names.
func TestNumberAllocatesNothing(t *testing.T) {
	for _, aliases := range []registry.Aliases{{}, reformed} {
		areas := registry.NewAreas(aliases)
		rows := []registry.Area{area("430521101205", "邵东县", "南乡", "新村"), area("430522101205", "新邵县", "南乡", "新村")}
		for _, row := range rows {
			areas.Number(row)
		}
		if n := testing.AllocsPerRun(100, func() {
			for _, row := range rows {
				areas.Number(row)
				areas.Number(row)
			}
		}); n != 0 {
			t.Errorf("%v allocations", n)
		}
	}
}

func FuzzAliases(f *testing.F) {
	f.Add("430521", "430582", "430521103205")
	f.Add("邵东县", "邵东市", "邵东县")
	f.Add("430521", "430521", "430521")
	f.Fuzz(func(t *testing.T, old, now, asked string) {
		a := registry.Aliases{Codes: map[string]string{old: now}, Names: map[string]string{old: now}}
		got := a.Now(asked)
		if got != asked && !strings.Contains(got, now) {
			t.Fatalf("%q → %q makes %q of %q", old, now, got, asked)
		}
	})
}

func BenchmarkNumber(b *testing.B) {
	for what, aliases := range map[string]registry.Aliases{"no aliases": {}, "aliases": reformed} {
		b.Run(what, func(b *testing.B) {
			areas := registry.NewAreas(aliases)
			rows := []registry.Area{area("430521101205", "邵东县", "南乡", "新村"), area("430522101205", "新邵县", "南乡", "新村")}
			b.ReportAllocs()
			next := 0
			for b.Loop() {
				areas.Number(rows[next/16%2])
				next++
			}
		})
	}
}
