package matchers

import (
	"testing"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
)

// yearIn is the n-th person's rows in an area of a monthly roll, one for each
// month of the window but those that are missing.
func yearIn(n int, area registry.Area, missing ...period.Month) []payment {
	var rows []payment
	for m := month(2017, 10); m <= month(2018, 9); m++ {
		if len(missing) > 0 && missing[0] == m {
			missing = missing[1:]
			continue
		}
		rows = append(rows, change(inMonth(n, m), func(p *payment) { p.Area = area }))
	}
	return rows
}

// Households of the east, the west and nowhere; whether the dibao roll's
// silence means something there.
func TestEvidence(t *testing.T) {
	homes := []registry.Household{
		change(household("east", 0), func(h *registry.Household) { h.Area = east }),
		change(household("west", 0), func(h *registry.Household) { h.Area = west }),
		household("nowhere", 0),
	}
	spells := []payment{change(paid(1, month(2018, 1), 0), func(p *payment) { p.Area = west })}
	may := month(2018, 5)
	for _, c := range []struct {
		what                string
		dibao               []payment
		held                Held
		east, west, nowhere bool
	}{
		{"spells", spells, nil, true, true, true},
		{"no rows", nil, nil, true, true, true},
		{"every month everywhere", append(yearIn(1, east), yearIn(2, west)...), nil, true, true, true},
		{"a month is missing in the west", append(yearIn(1, east), yearIn(2, west, may)...), nil, true, false, false},
		{"nothing from the west", yearIn(1, east), nil, true, false, false},
		{"months of another area do not help", append(yearIn(1, east), append(yearIn(2, west, may), change(inMonth(3, may), func(p *payment) { p.Area = east }))...), nil, true, false, false},
		{"months of another village of the county do", append(yearIn(1, east), append(yearIn(2, west, may),
			change(inMonth(3, may), func(p *payment) { p.Area = registry.Area{Code: "430522999999"} }))...), nil, true, true, true},
		{"names that the registry knows by code", append(yearIn(1, registry.Area{County: "邵东县"}), yearIn(2, registry.Area{County: "新邵县"})...), nil, true, true, true},
		{"rows that name no area are nowhere's", yearIn(1, registry.Area{}), nil, false, false, false},
		{"rows that are not covered show their month", append(yearIn(1, east, may), unusable(change(inMonth(1, may), func(p *payment) { p.Area = east }))), nil, true, false, false},
		{"rows that are lost show it, too", append(yearIn(1, east, may), lost(change(inMonth(1, may), func(p *payment) { p.Area = east }))), nil, true, false, false},
		{"rows that are lost for want of a month do not", append(yearIn(1, east, may), lost(change(inMonth(1, 0), func(p *payment) { p.Area = east }))), nil, false, false, false},
		{"rows of somebody without a number show it, too", append(yearIn(1, east, may), lost(change(inMonth(1, may), func(p *payment) { p.Area, p.Resident.Key = east, 0 }))), nil, true, false, false},
		{"spells do not stand for months", append(yearIn(1, east, may), change(paid(2, may, may), func(p *payment) { p.Area = east })), nil, false, false, false},
		{"a county that only the roll has", append(append(yearIn(1, east), yearIn(2, west)...), yearIn(3, registry.Area{Code: "430581"}, may)...), nil, true, true, false},
		{"the east is held", spells, Held{"dibao": {"430521": true}}, false, true, false},
		{"another feed is held", spells, Held{"members": {"430521": true}, "tekun": {"430522": true}}, true, true, true},
		{"rows without a county are held", spells, Held{"dibao": {"": true}}, false, false, false},
		{"no county is held", spells, Held{"dibao": {}}, true, true, true},
	} {
		out := world{households: homes, dibao: c.dibao, held: c.held}.match(t).Households
		for where, want := range map[string]bool{"east": c.east, "west": c.west, "nowhere": c.nowhere} {
			if got := out[where].Place.DibaoComplete; got != want {
				t.Errorf("%s: evidence in %s is complete: %v, want %v", c.what, where, got, want)
			}
		}
	}
}

// Each roll stands for itself.
func TestEvidenceOfTekun(t *testing.T) {
	homes := []registry.Household{change(household("H1", 0), func(h *registry.Household) { h.Area = east })}
	for _, monthly := range []bool{false, true} {
		w := world{households: homes, tekun: yearIn(1, east, month(2018, 5)), dibao: yearIn(1, east)}
		if !monthly {
			w.tekun = []payment{paid(1, month(2018, 1), 0)}
		}
		place := w.match(t).Households["H1"].Place
		if !place.DibaoComplete || place.TekunComplete == monthly {
			t.Errorf("monthly %v: %+v", monthly, place)
		}
	}
}

// A registry of one county need not name it; then all rows are that county's,
// unless they name others.
func TestEvidenceWithoutCounties(t *testing.T) {
	homes := []registry.Household{household("H1", 0)}
	for what, c := range map[string]struct {
		rows []payment
		want bool
	}{
		"every month": {yearIn(1, registry.Area{}), true}, "a month is missing": {yearIn(1, registry.Area{}, month(2018, 5)), false},
		"towns alone": {yearIn(1, registry.Area{Town: "东乡"}), true}, "spells": {[]payment{paid(1, month(2018, 1), 0)}, true},
		"the roll names one": {yearIn(1, east), true},
		"the roll names two, of one of which it has a month": {
			append(yearIn(1, east), change(inMonth(2, month(2018, 1)), func(p *payment) { p.Area = west })), false,
		},
		"the roll names one, for a month": {
			append(yearIn(1, registry.Area{}), change(inMonth(2, month(2018, 1)), func(p *payment) { p.Area = east })), false,
		},
	} {
		if got := (world{households: homes, dibao: c.rows}).match(t).Households["H1"].Place.DibaoComplete; got != c.want {
			t.Errorf("%s: complete %v, want %v", what, got, c.want)
		}
	}
}

func TestHeldCovers(t *testing.T) {
	held := Held{"dibao": {"430521": true}, "water": {"": true}, "tekun": {}}
	for _, c := range []struct {
		feed, county string
		want         bool
	}{
		{"dibao", "430521", true}, {"dibao", "430522", false}, {"dibao", "", true}, {"water", "430521", true}, {"water", "", true},
		{"tekun", "430521", false}, {"tekun", "", false}, {"members", "430521", false}, {"members", "", false},
	} {
		if got := held.Covers(c.feed, c.county); got != c.want {
			t.Errorf("%s in %q is held: %v, want %v", c.feed, c.county, got, c.want)
		}
	}
	if Held(nil).Covers("dibao", "") {
		t.Error("nothing is held, and yet something is")
	}
}

func TestCounties(t *testing.T) {
	j, err := New(aYear())
	if err != nil {
		t.Fatal(err)
	}
	var perArea []int64
	for i, area := range []registry.Area{east, west, {Code: "430521999999"}, {County: "邵东县"}, {County: "隆回县"}, {Village: "某村"}} {
		v := registry.Village{Area: area}
		id := j.AddVillage(&v)
		for len(perArea) <= int(id) {
			perArea = append(perArea, 0)
		}
		perArea[id] += int64(i + 1)
	}
	empty := registry.Village{Area: registry.Area{County: "洞口县"}}
	for int(j.AddVillage(&empty)) >= len(perArea) {
		perArea = append(perArea, 0)
	}
	j.Settle()
	same(t, "counties", map[string]int64{"430521": 1 + 3 + 4, "430522": 2, "隆回县": 5, "": 6}, j.Counties(perArea))
}

// A monthly roll without a row proves nothing; one of spells does.
func TestRollWithoutRows(t *testing.T) {
	for _, monthly := range []bool{false, true} {
		e := newEvidence(period.Window{From: period.MonthOf(2017, 10), Through: period.MonthOf(2018, 9)})
		e.know("430521")
		j := &Join{evidence: e}
		if monthly {
			j.HasMonths(Dibao)
		}
		if got := j.evidence.complete(Dibao, "430521"); got == monthly {
			t.Errorf("monthly %v: complete %v", monthly, got)
		}
	}
}
