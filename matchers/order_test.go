package matchers

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/table"
)

// Few of everything, so that rows meet in many ways.
var (
	somebody = rapid.IntRange(0, 6) // 0 is nobody
	someHome = rapid.SampledFrom([]string{"H1", "H2", "H3", "H4", ""})
	someName = rapid.SampledFrom([]string{"张三", "张珊", "李四", "阿里·买买提"})
	someArea = rapid.SampledFrom([]registry.Area{
		{}, east, west, {Code: "430521"}, {County: "邵东县"}, {County: "新邵县", Town: "西乡"}, {Town: "东乡", Village: "新村"}, {County: "隆回县"},
	})
	someMonth = rapid.Custom(func(t *rapid.T) period.Month {
		return month(2017, 8) + period.Month(rapid.IntRange(0, 16).Draw(t, "month"))
	})
	someSize = rapid.IntRange(-1, 3)
)

func someID(t *rapid.T, label string) resident.ID {
	if n := somebody.Draw(t, label); n > 0 {
		return id(n)
	}
	return resident.ID{}
}

var somePayment = rapid.Custom(func(t *rapid.T) payment {
	p := payment{
		Resident: someID(t, "person"), Head: someID(t, "head").Key, Name: someName.Draw(t, "name"), Area: someArea.Draw(t, "area"),
		BenefitNo: rapid.SampledFrom([]string{"", "", "B1", "B2", "01"}).Draw(t, "benefit"),
		Size:      someSize.Draw(t, "size"), Covered: someSize.Draw(t, "covered"),
		From: someMonth.Draw(t, "from"), Origin: at(rapid.IntRange(1, 9).Draw(t, "row")),
	}
	p.Accepted = p.Resident.Key != 0 && rapid.IntRange(0, 5).Draw(t, "accepted") > 0
	p.Usable = p.Accepted && rapid.IntRange(0, 5).Draw(t, "usable") > 0
	switch rapid.IntRange(0, 2).Draw(t, "end") {
	case 0:
		p.Through = p.From + period.Month(rapid.IntRange(-1, 6).Draw(t, "through"))
	case 1:
		p.Through, p.Monthly = p.From, true
	}
	return p
})

var someSurvey = rapid.Custom(func(t *rapid.T) survey {
	return survey{
		HouseholdID: someHome.Draw(t, "household"), Head: someID(t, "head").Key, Area: someArea.Draw(t, "area"),
		AssessedOn: period.Date(rapid.IntRange(0, 1).Draw(t, "date")), Derived: roster.Verdict(rapid.IntRange(0, 3).Draw(t, "verdict")),
		Conflict: rapid.Bool().Draw(t, "conflict"), Origin: at(rapid.IntRange(1, 9).Draw(t, "row")),
	}
})

// someWorld draws a small registry and its rosters.
var someWorld = rapid.Custom(func(t *rapid.T) world {
	w := world{options: aYear()}
	for _, a := range rapid.SliceOfN(someArea, 0, 3).Draw(t, "villages") {
		w.villages = append(w.villages, registry.Village{Area: a})
	}
	for n := range rapid.IntRange(0, 3).Draw(t, "households") {
		h := registry.Household{
			ID: fmt.Sprintf("H%d", n+1), Area: someArea.Draw(t, "area"), HeadID: someID(t, "head"), HeadName: someName.Draw(t, "head's name"),
			Attribute: rapid.SampledFrom([]string{"低保户", "一般农户"}).Draw(t, "attribute"), SafeWater: table.Answer(rapid.IntRange(0, 2).Draw(t, "safe")),
			PovertyStatus: rapid.SampledFrom([]string{"未脱贫", "已脱贫"}).Draw(t, "status"), Poverty: registry.Poverty(rapid.IntRange(0, 3).Draw(t, "poverty")),
			Identified: rapid.SampledFrom([]period.Month{0, month(2018, 5)}).Draw(t, "identified"),
		}
		w.households = append(w.households, h)
	}
	for n := range rapid.IntRange(0, 8).Draw(t, "members") {
		w.members = append(w.members, registry.Member{
			ID: fmt.Sprintf("M%d", n), HouseholdID: someHome.Draw(t, "household"), Resident: someID(t, "member"), Name: someName.Draw(t, "name"),
			State: registry.State(rapid.IntRange(0, 2).Draw(t, "state")), Head: rapid.Bool().Draw(t, "is head"), HeadMapped: rapid.IntRange(0, 3).Draw(t, "mapped") > 0,
		})
	}
	w.dibao = rapid.SliceOfN(somePayment, 0, 10).Draw(t, "dibao")
	w.tekun = rapid.SliceOfN(somePayment, 0, 5).Draw(t, "tekun")
	w.water = rapid.SliceOfN(someSurvey, 0, 6).Draw(t, "water")
	if rapid.IntRange(0, 3).Draw(t, "holds") == 0 {
		w.held = Held{"dibao": {"430521": true}}
	}
	return w
})

// In whatever order rows are read, the same comes out.
func TestOrderHasNoSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := someWorld.Draw(t, "world")
		shuffled := w
		shuffled.villages = rapid.Permutation(w.villages).Draw(t, "villages")
		shuffled.households = rapid.Permutation(w.households).Draw(t, "households")
		shuffled.dibao = rapid.Permutation(w.dibao).Draw(t, "dibao")
		shuffled.tekun = rapid.Permutation(w.tekun).Draw(t, "tekun")
		shuffled.water = rapid.Permutation(w.water).Draw(t, "water")
		shuffled.members = rapid.Permutation(w.members).Draw(t, "members")
		if diff := cmp.Diff(w.match(t), shuffled.match(t), cmpopts.IgnoreUnexported(Household{})); diff != "" {
			t.Fatalf("in another order (-one +other):\n%s", diff)
		}
	})
}

// What a Join says of people outside the registry is what the rows say, read plainly.
func TestStrangersByPlainReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := someWorld.Draw(t, "world")
		got := w.match(t).Persons
		for n := 1; n <= 6; n++ {
			who := key(n)
			d, td := w.pays(w.dibao, who), w.pays(w.tekun, who)
			registered, _ := w.registered(who)
			p, yielded := got[who]
			if want := d&td != 0 || !registered && d|td != 0; yielded != want {
				t.Fatalf("person %d is yielded: %v, want %v", n, yielded, want)
			}
			if !yielded {
				continue
			}
			want := Person{Key: who, Registered: registered}
			if !registered {
				want.Relative, want.MidYear = w.kin(who)
				want.Kin = w.kinHomes(who)
			}
			want.Single = single(w.dibao, who)
			got := Person{Key: p.Key, Registered: p.Registered, Relative: p.Relative, Kin: p.Kin, MidYear: p.MidYear, Single: p.Single}
			if diff := cmp.Diff(want, got); diff != "" || p.Dibao.Months != d || p.Tekun.Months != td {
				t.Fatalf("person %d: months %b and %b, want %b and %b (-want +got):\n%s", n, p.Dibao.Months, p.Tekun.Months, d, td, diff)
			}
		}
	})
}

// pays is the months of the window in which usable rows pay a person.
func (w world) pays(rows []payment, who resident.Key) uint32 {
	months := uint32(0)
	for _, row := range rows {
		for i := range w.options.Window.Months() {
			m := w.options.Window.From + period.Month(i)
			if row.Usable && row.Resident.Key == who && row.From <= m && (!row.Through.Known() || m <= row.Through) {
				months |= 1 << i
			}
		}
	}
	return months
}

// registered says whether a key is any member's or any household's head's, and
// whether a household that makes it so was identified in the mid-year batch.
func (w world) registered(who resident.Key) (registered, midYear bool) {
	note := func(h registry.Household) {
		registered, midYear = true, midYear || w.options.MidYear.Contains(h.Identified)
	}
	for _, h := range w.households {
		if h.HeadID.Key == who {
			note(h)
		}
	}
	for _, m := range w.members {
		if m.Resident.Key != who {
			continue
		}
		registered = true
		if i := slices.IndexFunc(w.households, func(h registry.Household) bool { return h.ID == m.HouseholdID }); i >= 0 {
			note(w.households[i])
		}
	}
	return registered, midYear
}

// kin says whether the head of one of the person's rows, or the person of any
// row with a benefit number of his, is in the registry.
func (w world) kin(who resident.Key) (relative, midYear bool) {
	note := func(other resident.Key) {
		if other != 0 {
			in, mid := w.registered(other)
			relative, midYear = relative || in, midYear || mid
		}
	}
	rows := slices.Concat(w.dibao, w.tekun)
	for _, own := range rows {
		if own.Resident.Key != who {
			continue
		}
		note(own.Head)
		for _, other := range rows {
			if own.BenefitNo != "" && other.BenefitNo == own.BenefitNo {
				note(other.Resident.Key)
			}
		}
	}
	return relative, midYear
}

// kinHomes is the numbers of the households that a relative of the person is the
// head or a member of.
func (w world) kinHomes(who resident.Key) (homes []string) {
	rows := slices.Concat(w.dibao, w.tekun)
	for _, h := range w.households {
		lives := func(other resident.Key) bool {
			return other != 0 && (h.HeadID.Key == other || slices.ContainsFunc(w.members, func(m registry.Member) bool {
				return m.Resident.Key == other && m.HouseholdID == h.ID
			}))
		}
		for _, own := range rows {
			if own.Resident.Key == who && (lives(own.Head) || slices.ContainsFunc(rows, func(other payment) bool {
				return own.BenefitNo != "" && other.BenefitNo == own.BenefitNo && lives(other.Resident.Key)
			})) {
				homes = append(homes, h.ID)
				break
			}
		}
	}
	slices.Sort(homes)
	return slices.Compact(homes)
}

// single says whether some dibao row of the latest start speaks of one person
// of a household that is larger, or of unknown size.
func single(rows []payment, who resident.Key) bool {
	latest, found := period.Month(0), false
	for _, row := range rows {
		if row.Usable && row.Resident.Key == who && row.From >= latest {
			alone := row.Size < 0 || row.Size > 1 && (row.Covered < 0 || row.Covered < row.Size)
			found = alone || found && row.From == latest
			latest = row.From
		}
	}
	return found
}
