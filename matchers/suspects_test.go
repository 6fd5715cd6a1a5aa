package matchers

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
)

// sound is a number with nothing wrong.
var sound = key(123).String() // 430599195001011230

// numbered is a usable row with this number, or one that would be usable but for it.
func numbered(text string) payment {
	p := payment{Resident: resident.ParseID(text, aYear().AsOf), IDText: resident.CleanID(text), Name: "张三", From: month(2016, 1), Through: month(2016, 2), Origin: at(1)}
	p.Usable = p.Resident.Key != 0
	p.Accepted, p.Stray = p.Usable, !p.Usable
	return p
}

// carrying is an active member of H1 with this number.
func carrying(id, text string) registry.Member {
	return registry.Member{ID: id, HouseholdID: "H1", Name: "张三", IDText: resident.CleanID(text), Resident: resident.ParseID(text, aYear().AsOf)}
}

// digit is the text with another digit at a place that counts from 1.
func digit(text string, place int) string {
	return text[:place-1] + string('0'+(text[place-1]-'0'+1)%10) + text[place:]
}

func swap(text string, place int) string {
	return text[:place-1] + string(text[place]) + string(text[place-1]) + text[place+1:]
}

func drop(text string, place int) string { return text[:place-1] + text[place:] }

func double(text string, place int) string { return text[:place] + text[place-1:] }

func TestNearNumbers(t *testing.T) {
	if resident.ParseID(sound, 0).Reason != resident.None {
		t.Fatal("the number of these tests is not sound")
	}
	x, even := ending("X"), ending("000")
	for _, c := range []struct {
		what, member, row string
		want              string // number, name and difference
	}{
		{"a digit substituted in the row", sound, digit(sound, 8), digit(sound, 8) + " 张三 substituted 8"},
		{"a digit substituted in the registry", digit(sound, 8), sound, sound + " 张三 substituted 8"},
		{"the check character substituted", sound, digit(sound, 18), digit(sound, 18) + " 张三 substituted 18"},
		{"an X substituted", x, x[:17] + "1", x[:17] + "1 张三 substituted 18"},
		{"neighbours transposed", sound, swap(sound, 16), swap(sound, 16) + " 张三 transposed 16"},
		{"an X transposed", x, swap(x, 17), swap(x, 17) + " 张三 transposed 17"},
		{"a digit missing in the row", sound, drop(sound, 4), drop(sound, 4) + " 张三 extra 4"},
		{"the last digit missing in the registry", drop(sound, 18), sound, sound + " 张三 missing 18"},
		{"two digits missing", sound, sound[:16], ""},
		{"a digit too many", sound, double(sound, 6), ""}, // then the longer has 19
		{"a digit too many for 17", drop(drop(sound, 3), 3), drop(sound, 3), ""},
		{"two digits substituted", sound, digit(digit(sound, 8), 14), ""},
		{"distant digits transposed", sound, digit(digit(sound, 17), 18), ""},
		{"as 15 digits in the registry", fifteen(sound), digit(asEighteen(sound), 10), digit(asEighteen(sound), 10) + " 张三 substituted 10"},
		{"as a disability card", sound + "43", digit(sound, 8), digit(sound, 8) + " 张三 substituted 8"},
		{"rounded in the row", sound, sound[:15] + "000", sound[:15] + "000 张三 damaged 16"},
		{"rounded in the registry", sound[:15] + "000", sound, sound + " 张三 damaged 16"},
		{"rounded on a disability card in the row", sound, sound[:15] + "00043", sound[:15] + "00043 张三 damaged 16"},
		{"rounded on a disability card in the registry", sound[:15] + "00043", sound, sound + " 张三 damaged 16"},
		{"a sound number that ends in 000", even, even[:15] + "121", even[:15] + "121 张三 damaged 16"},
		{"a sound number that ends in 000 in the row", even[:15] + "121", even, even + " 张三 damaged 16"},
		{"rounded, another birthday", sound, digit(sound, 14)[:15] + "000", ""},
		{"scientific notation", sound, "4.30599E+17", ""},
		{"17 digits that end in 000", sound, sound[:14] + "000", ""},
		{"17 digits, rounded", sound, sound[:15] + "00", ""},
		{"masked", sound, sound[:6] + "********" + sound[14:], ""},
		{"no number in the row", sound, "", ""},
		{"no number in the registry", "", sound, ""},
		{"the same broken text", sound[:17], sound[:17], ""},
	} {
		w := world{households: []registry.Household{household("H1", 0)}, members: []registry.Member{carrying("M1", c.member)}}
		var want []string
		for _, roll := range []Roll{Dibao, Tekun} {
			if c.want != "" {
				want = []string{"M1 " + roll.Feed() + " " + c.want}
			}
			w.dibao, w.tekun = []payment{numbered(c.row)}, nil
			if roll == Tekun {
				w.dibao, w.tekun = nil, w.dibao
			}
			same(t, c.what, want, w.match(t).Suspects)
		}
	}
}

// ending is a sound number that ends so.
func ending(end string) string {
	for n := 1; ; n++ {
		if text := key(n).String(); strings.HasSuffix(text, end) && text[:15] != sound[:15] {
			return text
		}
	}
}

// fifteen is a number of 18 characters as it was before there were 18, and
// asEighteen what becomes of it: the century is 19.
func fifteen(text string) string { return text[:6] + text[8:17] }

func asEighteen(text string) string { return resident.ParseID(fifteen(text), 0).Key.String() }

func TestWhoIsSuspected(t *testing.T) {
	near := digit(sound, 8)
	found := []string{"M1 dibao " + near + " 张三 substituted 8"}
	inEast := []registry.Household{change(household("H1", 0), func(h *registry.Household) { h.Area = east })}
	nowhere := []registry.Household{household("H1", 0)}
	one := []registry.Member{carrying("M1", sound)}
	as := func(m registry.Member, c func(*registry.Member)) []registry.Member {
		return []registry.Member{change(m, c)}
	}
	of := func(c func(*payment)) []payment { return []payment{change(numbered(near), c)} }
	for _, c := range []struct {
		what    string
		homes   []registry.Household
		members []registry.Member
		rows    []payment
		want    []string
	}{
		{"one member, one row", nowhere, one, of(func(*payment) {}), found},
		{"an orphan", nil, one, of(func(*payment) {}), found},
		{"dead", nowhere, as(one[0], func(m *registry.Member) { m.State = registry.Dead }), of(func(*payment) {}), nil},
		{"another document", nowhere, as(one[0], func(m *registry.Member) { m.OtherDocument, m.Resident = true, resident.ID{} }), of(func(*payment) {}), nil},
		{"another name", nowhere, as(one[0], func(m *registry.Member) { m.Name = "张珊" }), of(func(*payment) {}), nil},
		{"a name that is equal", nowhere, as(one[0], func(m *registry.Member) { m.Name = "张 三（户主）" }), of(func(*payment) {}), found},
		{"same county, another village", inEast, one, of(func(p *payment) { p.Area = registry.Area{Code: "430521999999"} }), found},
		{"another county", inEast, one, of(func(p *payment) { p.Area = west }), nil},
		{"a row without a county", inEast, one, of(func(*payment) {}), found},
		{"a member without a county", nowhere, one, of(func(p *payment) { p.Area = east }), nil},
		{"not covered", nowhere, one, of(func(p *payment) { *p = unusable(*p) }), nil},
		{"lost for more than its number", nowhere, one, []payment{change(numbered(drop(sound, 3)), func(p *payment) { p.Stray = false })}, nil},
		{"a row of a member", nowhere, append(slices.Clone(one), change(carrying("M2", near), func(m *registry.Member) { m.State, m.Name = registry.Gone, "李四" })),
			of(func(*payment) {}), nil},
		{"a row of a household's head", []registry.Household{change(household("H1", 0), func(h *registry.Household) { h.HeadID = resident.ParseID(near, 0) })}, one,
			of(func(*payment) {}), nil},
		{"a member who has a row of his own", nowhere, one, []payment{numbered(near), numbered(sound)}, nil},
		{"a member whose own row is not covered", nowhere, one, []payment{numbered(near), unusable(numbered(sound))}, found},
		{"two members", nowhere, []registry.Member{carrying("M1", sound), carrying("M2", digit(near, 12))}, of(func(*payment) {}), nil},
		{"two members, one of another county", append(inEast, change(household("H2", 0), func(h *registry.Household) { h.Area = west })),
			[]registry.Member{carrying("M1", sound), change(carrying("M2", sound), func(m *registry.Member) { m.HouseholdID = "H2" })},
			of(func(p *payment) { p.Area = east }), found},
		{"two members, the row without a county", append(inEast, change(household("H2", 0), func(h *registry.Household) { h.Area = west })),
			[]registry.Member{carrying("M1", sound), change(carrying("M2", sound), func(m *registry.Member) { m.HouseholdID = "H2" })},
			of(func(*payment) {}), nil},
		{"two rows", nowhere, one, []payment{numbered(digit(sound, 9)), numbered(near)}, []string{"M1 dibao " + min(near, digit(sound, 9)) + " 张三 substituted " + placeOf(near, 8, 9)}},
		{"one row many times", nowhere, one, []payment{numbered(near), inMonthOf(near, 3), inMonthOf(near, 4)}, found},
		{"an old name on one row", nowhere, one, []payment{change(numbered(near), func(p *payment) { p.Name = "李四"; p.From, p.Through = month(2018, 1), 0 }), numbered(near)}, found},
	} {
		out := world{households: c.homes, members: c.members, dibao: c.rows}.match(t)
		same(t, c.what, c.want, out.Suspects)
	}
}

func TestUndecidedRowsAreCounted(t *testing.T) {
	near := digit(sound, 8)
	w := world{
		members: []registry.Member{carrying("M1", sound), carrying("M2", digit(near, 12)), change(carrying("M3", key(124).String()), func(m *registry.Member) { m.Name = "李四" })},
		dibao:   []payment{numbered(near), change(numbered(digit(key(124).String(), 9)), func(p *payment) { p.Name = "李四" })},
	}
	j := joined(t, w)
	for i := range w.members {
		match(j, &w.members[i])
	}
	suggested := 0
	for range j.Suspects {
		suggested++
	}
	if got := [rolls]int{j.Undecided(Dibao), j.Undecided(Tekun)}; got != [rolls]int{1, 0} || suggested != 1 {
		t.Errorf("undecided %v, suggested %d", got, suggested)
	}
}

// placeOf says where the smaller of near and its rival differs.
func placeOf(near string, place, rival int) string {
	if near < digit(sound, rival) {
		return fmt.Sprint(place)
	}
	return fmt.Sprint(rival)
}

func inMonthOf(text string, m int) payment {
	return change(numbered(text), func(p *payment) { p.From, p.Through, p.Monthly = month(2018, m), month(2018, m), true })
}

// A name that is compared without its dot is found even where no faulty row has it.
func TestSuspectedByALongName(t *testing.T) {
	long := func(p *payment) { p.Name = "阿里木·买买提江" }
	out := world{
		members: []registry.Member{change(carrying("M1", digit(sound, 8)), func(m *registry.Member) { m.Name = "阿里木.买买提江" })},
		dibao:   []payment{change(numbered(sound), long)},
	}.match(t)
	same(t, "suspects", []string{"M1 dibao " + sound + " 阿里木·买买提江 substituted 8"}, out.Suspects)
}

// Who has a row on one roll may still be meant on the other.
func TestSuspectedOnOneRoll(t *testing.T) {
	out := world{
		members: []registry.Member{carrying("M1", sound)},
		dibao:   []payment{numbered(sound), numbered(digit(sound, 9))}, tekun: []payment{numbered(digit(sound, 8))},
	}.match(t)
	same(t, "suspects", []string{"M1 tekun " + digit(sound, 8) + " 张三 substituted 8"}, out.Suspects)
}

func TestSameStart(t *testing.T) {
	const fifteen = "430599195001011"
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{fifteen, fifteen, true}, {fifteen, fifteen + "000", true}, {fifteen + "232", fifteen + "000", true}, {fifteen[:14], fifteen[:14], false},
		{fifteen[:14], fifteen, false}, {fifteen, digit(fifteen, 15), false}, {"", "", false},
	} {
		if sameStart(c.a, c.b) != c.want || sameStart(c.b, c.a) != c.want {
			t.Errorf("%s and %s start alike: want %v", c.a, c.b, c.want)
		}
	}
}

// A member without a number is found by the head of the row.
func TestSuspectedByTheHead(t *testing.T) {
	headed := func(text string) []payment {
		return []payment{change(numbered(sound), func(p *payment) { p.Head = resident.ParseID(text, 0).Key })}
	}
	headID := key(7).String()
	found := []string{"M1 dibao " + sound + " 张三 head 0"}
	withHead := []registry.Household{change(household("H1", 0), func(h *registry.Household) { h.HeadID = id(7) }), household("H2", 0)}
	noHead := []registry.Household{household("H1", 0), household("H2", 0)}
	head := change(carrying("M7", headID), func(m *registry.Member) { m.Name = "李四" })
	for _, c := range []struct {
		what, number string
		homes        []registry.Household
		others       []registry.Member
		rows         []payment
		want         []string
	}{
		{"the household's head_id", "", withHead, nil, headed(headID), found},
		{"a member of the household", "无", noHead, []registry.Member{head}, headed(headID), found},
		{"a dead member of it", "无", noHead, []registry.Member{change(head, func(m *registry.Member) { m.State = registry.Dead })}, headed(headID), found},
		{"a member of it and of another", "", noHead, []registry.Member{
			change(head, func(m *registry.Member) { m.ID, m.HouseholdID = "M8", "H2" }), head, change(head, func(m *registry.Member) { m.ID, m.HouseholdID = "M9", "H2" }),
		}, headed(headID), found},
		{"a stand-in number", "999999195001011232", withHead, nil, headed(headID), found},
		{"a member of another household", "", noHead, []registry.Member{change(head, func(m *registry.Member) { m.HouseholdID = "H2" })}, headed(headID), nil},
		{"nobody's head", "", noHead, nil, headed(headID), nil},
		{"no head", "", withHead, nil, []payment{numbered(sound)}, nil},
		{"a number that is only short", "4305", withHead, nil, headed(headID), nil},
		{"a row without a number", "", withHead, nil, []payment{change(numbered("无"), func(p *payment) { p.Head = key(7) })}, []string{"M1 dibao 无 张三 head 0"}},
	} {
		w := world{households: c.homes, members: append(c.others, carrying("M1", c.number)), dibao: c.rows}
		same(t, c.what, c.want, w.match(t).Suspects)
	}
	orphan := change(carrying("M1", ""), func(m *registry.Member) { m.HouseholdID = "" })
	same(t, "an orphan", []string(nil), world{households: withHead, members: []registry.Member{orphan}, dibao: headed(headID)}.match(t).Suspects)
}

// A stranger one of whose rows means a member is marked, whichever roll it is on.
func TestStrangersWhoAreSuspected(t *testing.T) {
	row := change(numbered(digit(sound, 8)), func(p *payment) { p.Through = 0 })
	for _, name := range []string{"张三", "李四"} {
		w := world{members: []registry.Member{carrying("M1", sound)}, tekun: []payment{change(row, func(p *payment) { p.Name = name })}}
		if got := w.match(t).Persons[row.Resident.Key]; got.Suspected != (name == "张三") || got.Key == 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// oneSlip finds exactly what one slip makes of a number, and says where.
func TestOneSlip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		own := rapid.StringMatching(`[0-3]{17}[0-3X]`).Draw(t, "own")
		other := slipped(t, own)
		for range rapid.IntRange(0, 1).Draw(t, "again") {
			other = slipped(t, other)
		}
		if rapid.Bool().Draw(t, "swapped") {
			own, other = other, own
		}
		how, position := oneSlip(own, other)
		if want := isOneSlip(own, other); (how != "") != want {
			t.Fatalf("%s and %s: %q, want %v", own, other, how, want)
		}
		if how == "" {
			return
		}
		redone := map[string]string{}
		switch {
		case how == "missing":
			redone[how] = other[:position-1] + other[position:]
		case position > len(own):
			t.Fatalf("%s and %s: %s at %d", own, other, how, position)
		case how == "extra":
			redone[how] = own[:position-1] + own[position:]
		case how == "substituted":
			redone[how] = own[:position-1] + other[position-1:position] + own[position:]
		default:
			redone[how] = swap(own, position)
		}
		if want := map[string]string{"missing": own}[how]; redone[how] != max(want, map[bool]string{true: own, false: other}[how == "missing"]) {
			t.Fatalf("%s and %s: %s at %d", own, other, how, position)
		}
	})
}

// slipped is a text with one slip of any sort.
func slipped(t *rapid.T, text string) string {
	if len(text) < 3 {
		return text
	}
	place := rapid.IntRange(1, len(text)-1).Draw(t, "place")
	switch rapid.IntRange(0, 4).Draw(t, "slip") {
	case 0:
		return text[:place-1] + rapid.SampledFrom([]string{"0", "1", "2", "3", "X"}).Draw(t, "digit") + text[place:]
	case 1:
		return swap(text, place)
	case 2:
		return drop(text, place)
	case 3:
		return double(text, place)
	}
	return text
}

// isOneSlip restates case (a) of the contract.
func isOneSlip(own, other string) bool {
	if max(len(own), len(other)) != 18 || own == other {
		return false
	}
	if len(own) == len(other) {
		apart := 0
		for i := range own {
			if own[i] != other[i] {
				apart++
			}
		}
		for place := 1; place < len(own); place++ {
			if swap(own, place) == other {
				return true
			}
		}
		return apart == 1
	}
	longer, shorter := own, other
	if len(longer) < len(shorter) {
		longer, shorter = shorter, longer
	}
	for place := 1; place <= len(longer); place++ {
		if drop(longer, place) == shorter {
			return true
		}
	}
	return false
}

// someNumber draws numbers that are near each other, and some that are none, as
// they are typed: with the end of a disability card, as 15 digits, spaced.
var someNumber = rapid.Custom(func(t *rapid.T) string {
	text := rapid.SampledFrom([]string{sound, sound, sound, key(124).String(), ending("X"), ending("000"), "", "999999000000000000"}).Draw(t, "number")
	switch rapid.IntRange(0, 7).Draw(t, "change") {
	case 0, 1, 2:
		text = slipped(t, text)
	case 3:
		text = text[:min(15, len(text))] + "000"
	case 4:
		text = text[:min(15, len(text))] + rapid.StringMatching(`[0-9]{0,3}`).Draw(t, "end")
	case 5:
		text = text[:min(15, len(text))] + rapid.SampledFrom([]string{"E+17", "*23", "00043", "0004321"}).Draw(t, "end")
	case 6:
		text = slipped(t, slipped(t, text))
	}
	switch rapid.IntRange(0, 9).Draw(t, "typed") {
	case 0:
		text += "43"
	case 1:
		if len(text) == 18 {
			text = fifteen(text)
		}
	case 2:
		text = " " + strings.ToLower(text)
	}
	return text
})

// Who is suspected is who the contract's text says, read plainly.
func TestSuspectsByPlainReading(t *testing.T) { rapid.Check(t, suspectsByPlainReading(4, 3)) }

// So it is in a crowd, where rows have several near members and members several rows.
func TestSuspectsInACrowd(t *testing.T) { rapid.Check(t, suspectsByPlainReading(30, 15)) }

func suspectsByPlainReading(members, rows int) func(*rapid.T) {
	names, places := rapid.SampledFrom([]string{"张三", "张 三", "李四", "阿里木·买买提江", "阿里木.买买提江"}), rapid.SampledFrom([]registry.Area{{}, {}, east, west})
	homes := rapid.SampledFrom([]string{"H1", "H1", "H2", "H3", ""})
	return func(t *rapid.T) {
		w := world{options: aYear()}
		for n := range 3 {
			h := change(household(fmt.Sprintf("H%d", n+1), 0), func(h *registry.Household) { h.Area = places.Draw(t, "place") })
			h.HeadID = resident.ParseID(someNumber.Draw(t, "head"), w.options.AsOf)
			w.households = append(w.households, h)
		}
		for n := range rapid.IntRange(0, members).Draw(t, "members") {
			w.members = append(w.members, change(carrying(fmt.Sprintf("M%d", n), someNumber.Draw(t, "own")), func(m *registry.Member) {
				m.HouseholdID, m.Name = homes.Draw(t, "home"), names.Draw(t, "name")
				m.State = registry.State(max(0, rapid.IntRange(-4, 2).Draw(t, "state")))
			}))
		}
		roll := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) payment {
			return change(numbered(someNumber.Draw(t, "number")), func(p *payment) {
				p.Name, p.Area = names.Draw(t, "name"), places.Draw(t, "place")
				p.Head = resident.ParseID(someNumber.Draw(t, "head"), w.options.AsOf).Key
				if rapid.IntRange(0, 5).Draw(t, "spoilt") == 0 {
					p.Usable, p.Stray = false, false
				}
			})
		}), 0, rows)
		w.dibao, w.tekun = roll.Draw(t, "dibao"), roll.Draw(t, "tekun")
		var got []string
		for _, s := range w.match(t).Suspects {
			var member, roll string
			if _, err := fmt.Sscan(s, &member, &roll); err != nil {
				t.Fatal(err)
			}
			got = append(got, member+" "+roll)
		}
		want := append(w.suspects(w.dibao, "dibao"), w.suspects(w.tekun, "tekun")...)
		slices.Sort(want)
		if diff := cmp.Diff(slices.Compact(want), got); diff != "" {
			t.Fatalf("suspects (-want +got):\n%s", diff)
		}
	}
}

// suspects restates the contract's row of id_suspected for one roll.
func (w world) suspects(rows []payment, roll string) []string {
	var found []string
	for _, row := range rows {
		in, _ := w.registered(row.Resident.Key)
		if !row.Usable && !row.Stray || row.Usable && in {
			continue
		}
		var near []string
		for _, m := range w.members {
			own := slices.ContainsFunc(rows, func(r payment) bool { return r.Usable && r.Resident.Key == m.Resident.Key })
			county := w.countyOf(m.HouseholdID)
			if m.Active() && !own && resident.CompareNames(m.Name, row.Name) == resident.Equal &&
				(row.Area.CountyKey() == "" || row.Area.CountyKey() == county) && w.isNear(m, row) {
				near = append(near, m.ID)
			}
		}
		if len(near) == 1 {
			found = append(found, near[0]+" "+roll)
		}
	}
	return found
}

func (w world) countyOf(householdID string) string {
	for _, h := range w.households {
		if h.ID == householdID {
			return h.Area.CountyKey()
		}
	}
	return ""
}

// isNear restates (a), (b) and (c).
func (w world) isNear(m registry.Member, row payment) bool {
	text := func(id resident.ID, cleaned string) string {
		if id.Key != 0 {
			return id.Key.String()
		}
		return cleaned
	}
	a, b := text(m.Resident, m.IDText), text(row.Resident, row.IDText)
	odd := func(id resident.ID, text string) bool {
		return id.Reason == resident.Damaged || len(text) >= 3 && text[len(text)-3:] == "000"
	}
	rounded := (odd(m.Resident, a) || odd(row.Resident, b)) && len(a) >= 15 && len(b) >= 15 && a[:15] == b[:15]
	byHead := false
	if m.Resident.Reason == resident.Missing || m.Resident.Reason == resident.Pseudo {
		for _, h := range w.households {
			byHead = byHead || row.Head != 0 && h.ID == m.HouseholdID && h.HeadID.Key == row.Head
		}
		for _, other := range w.members {
			byHead = byHead || row.Head != 0 && other.HouseholdID == m.HouseholdID && w.has(m.HouseholdID) && other.Resident.Key == row.Head
		}
	}
	return isOneSlip(a, b) || rounded || byHead
}

func (w world) has(householdID string) bool {
	return slices.ContainsFunc(w.households, func(h registry.Household) bool { return h.ID == householdID })
}
