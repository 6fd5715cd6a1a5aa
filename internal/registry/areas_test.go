package registry_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/table"
)

// area is an area of code, county, town, village.
func area(code, county, town, village string) registry.Area {
	return registry.Area{Code: code, County: county, Town: town, Village: village}
}

// learned is the areas that a registry of these areas knows.
func learned(own ...registry.Area) *registry.Areas {
	areas := registry.NewAreas(registry.Aliases{})
	for _, a := range own {
		areas.Number(a)
	}
	areas.Learn()
	return areas
}

func TestAreasAreCompleted(t *testing.T) {
	villages := []registry.Area{
		area("430521103205", "邵东县", "东乡", "新村"),
		area("430521103206", "邵东县", "东乡", "老村"),
		area("430521104201", "邵东县", "西乡", "新村"),
		area("430522101201", "新邵县", "东乡", "新村"),
		area("430523100201", "邵阳县", "南乡", "新村"),
	}
	for _, c := range []struct {
		what       string
		own        []registry.Area
		asked, got registry.Area
	}{
		{"names of a code", villages, area("430521103206", "", "", ""), area("430521103206", "邵东县", "东乡", "老村")},
		{"code of names", villages, area("", "邵东县", "东乡", "老村"), area("430521103206", "邵东县", "东乡", "老村")},
		{"code of town and village that are one county's", villages, area("", "", "南乡", "新村"), area("430523100201", "邵阳县", "南乡", "新村")},
		{"no code of town and village that two counties have", villages, area("", "", "东乡", "新村"), area("", "", "东乡", "新村")},
		{"no code of a village alone", villages, area("", "", "", "老村"), area("", "", "", "老村")},
		{"town of a village that is not known", villages, area("", "邵东县", "东乡", "外村"), area("430521103", "邵东县", "东乡", "外村")},
		{"county of a town that is not known", villages, area("", "邵东县", "北乡", "新村"), area("430521", "邵东县", "北乡", "新村")},
		{"county alone", villages, area("", "新邵县", "", ""), area("430522", "新邵县", "", "")},
		{"county that is not known", villages, area("", "隆回县", "东乡", "老村"), area("", "隆回县", "东乡", "老村")},
		{"code of a village that is not known", villages, area("430521103999", "", "", ""), area("430521103999", "邵东县", "东乡", "")},
		{"code of a town that is not known", villages, area("430521999201", "", "", ""), area("430521999201", "邵东县", "", "")},
		{"code of a county that is not known", villages, area("430581", "", "", ""), area("430581", "", "", "")},
		{"own names stay", villages, area("430521103206", "邵东市", "", "老村子"), area("430521103206", "邵东市", "东乡", "老村子")},
		{"a village without its town", villages, area("", "邵东县", "", "老村"), area("430521103206", "邵东县", "东乡", "老村")},
		{"a village without its town, of which there are two", villages, area("", "邵东县", "", "新村"), area("430521", "邵东县", "", "新村")},
		{"a village in a county that the registry does not name", []registry.Area{area("430521103205", "", "东乡", "新村")},
			area("", "邵东县", "东乡", "新村"), area("430521103205", "邵东县", "东乡", "新村")},
		{"a village in a county that it names otherwise", []registry.Area{area("430521103205", "", "东乡", "新村"), area("430521103206", "新邵县", "东乡", "老村")},
			area("", "邵东县", "东乡", "新村"), area("", "邵东县", "东乡", "新村")},
		{"a village like one in a county that it does not name", []registry.Area{area("430521103205", "", "东乡", "新村"), area("430522103206", "新邵县", "东乡", "老村")},
			area("", "新邵县", "东乡", "新村"), area("430522103", "新邵县", "东乡", "新村")},
		{"a village in a town that the registry does not name", []registry.Area{area("430521103205", "邵东县", "", "新村")},
			area("", "邵东县", "东乡", "新村"), area("430521103205", "邵东县", "东乡", "新村")},
		{"nothing", villages, registry.Area{}, registry.Area{}},

		{"codes with the county's name alone", []registry.Area{area("430521103205", "邵东县", "", ""), area("430521104201", "邵东县", "", "")},
			area("", "邵东县", "", ""), area("430521", "邵东县", "", "")},
		{"codes with county and town", []registry.Area{area("430521103205", "邵东县", "东乡", ""), area("430521103206", "邵东县", "东乡", "")},
			area("", "邵东县", "东乡", "新村"), area("430521103", "邵东县", "东乡", "新村")},
		{"a county's code with the names of a village", []registry.Area{area("430521", "邵东县", "东乡", "新村")},
			area("430521", "", "", ""), area("430521", "邵东县", "", "")},
		{"one name of two counties", []registry.Area{area("430521103205", "城区", "", ""), area("430522103205", "城区", "", "")},
			area("", "城区", "", ""), area("", "城区", "", "")},
		{"a registry of names, with the codes in the villages", []registry.Area{area("", "邵东县", "东乡", "老村"), area("430521103206", "邵东县", "东乡", "老村")},
			area("", "邵东县", "东乡", "老村"), area("430521103206", "邵东县", "东乡", "老村")},
		{"a registry of codes, with the names in the villages", []registry.Area{area("430521103206", "", "", ""), area("430521103206", "邵东县", "东乡", "老村")},
			area("", "邵东县", "", ""), area("430521", "邵东县", "", "")},
		{"two spellings of one county", []registry.Area{area("430521103205", "邵东县", "", ""), area("430521104201", "邵东市", "", "")},
			area("", "邵东市", "", ""), area("430521", "邵东市", "", "")},
	} {
		areas := learned(c.own...)
		if diff := cmp.Diff(c.got, areas.At(areas.Number(c.asked))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
}

func TestAreaNumbers(t *testing.T) {
	areas := registry.NewAreas(registry.Aliases{})
	if areas.Number(registry.Area{}) != 0 || areas.Count() != 1 {
		t.Error("the area that says nothing must have the number 0")
	}
	var b table.Batch
	ids := map[string]registry.AreaID{}
	for range 2 {
		for _, village := range []string{"新村", "老村", "外村", "老村", "新村", "新村"} {
			b.Reset(sheet)
			id := areas.Number(area("", "邵东县", "东乡", b.Hold([]byte(village))))
			if known, ok := ids[village]; ok && known != id {
				t.Errorf("%s has the numbers %d and %d", village, known, id)
			}
			ids[village] = id
		}
	}
	for village, id := range ids {
		if got := areas.At(id).Village; got != village {
			t.Errorf("number %d is of %s, want %s", id, got, village)
		}
	}
	if areas.Count() != 4 {
		t.Errorf("%d areas, want 4", areas.Count())
	}
}

var (
	areaCodes = []string{
		"", "430521", "430522", "430521103", "430521104", "430521103205", "430521103206", "430521104205", "430522103205", "4305211032",
	}
	countyNames = []string{"", "甲县", "乙县"}
	townNames   = []string{"", "东乡", "西乡"}
)

// someArea draws from few words, so that codes and names meet in many ways.
func someArea() *rapid.Generator[registry.Area] {
	of := rapid.SampledFrom[[]string]
	return rapid.Custom(func(t *rapid.T) registry.Area {
		return area(of(areaCodes).Draw(t, "code"), of(countyNames).Draw(t, "county"), of(townNames).Draw(t, "town"),
			of([]string{"", "新村", "老村"}).Draw(t, "village"))
	})
}

// What an area comes to does not depend on the order in which the registry was read.
func TestAreasDoNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		own := rapid.SliceOfN(someArea(), 0, 8).Draw(t, "own")
		one, other := learned(own...), learned(rapid.Permutation(own).Draw(t, "shuffled")...)
		for _, code := range areaCodes {
			for _, county := range countyNames {
				for _, town := range townNames {
					asked := area(code, county, town, "新村")
					a, b := one.At(one.Number(asked)), other.At(other.Number(asked))
					if a != b {
						t.Fatalf("%v is %v, or %v in another order", asked, a, b)
					}
				}
			}
		}
	})
}

// Completing adds what is blank and changes nothing that is written; a code is
// given only to names that the registry has with that code and no other, or has
// without the county's.
func TestAreasOnlyFillBlanks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		own := rapid.SliceOfN(someArea(), 0, 8).Draw(t, "own")
		areas := learned(own...)
		asked := someArea().Draw(t, "asked")
		got := areas.At(areas.Number(asked))
		for _, pair := range [][2]string{
			{asked.Code, got.Code}, {asked.County, got.County}, {asked.Town, got.Town}, {asked.Village, got.Village},
		} {
			if pair[0] != "" && pair[0] != pair[1] {
				t.Fatalf("%v became %v", asked, got)
			}
		}
		if asked.Code != "" || asked.County == "" {
			return
		}
		counties, named := map[string]bool{}, map[string]bool{}
		for _, a := range own {
			if a.County != "" && a.Code != "" {
				named[a.Code[:6]] = true
			}
			if a.County == asked.County && a.Code != "" {
				counties[a.Code[:6]] = true
			}
		}
		if got.Code != "" && !counties[got.Code[:6]] && (named[got.Code[:6]] || len(counties) > 0) {
			t.Fatalf("%v became %v, though no such county has that code", asked, got)
		}
		if got.Code == "" && len(counties) == 1 {
			t.Fatalf("%v has no code, though its county has only one", asked)
		}
	})
}

func TestCountyKey(t *testing.T) {
	for want, a := range map[string]registry.Area{
		"430521": area("430521103205", "邵东县", "", ""),
		"430522": area("430522", "", "", ""),
		"邵东县":    area("", "邵东县", "东乡", ""),
		"":       area("", "", "东乡", "新村"),
	} {
		if got := a.CountyKey(); got != want {
			t.Errorf("CountyKey of %v = %q, want %q", a, got, want)
		}
	}
}

// Before is a strict total order.
func TestBeforeIsAnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := someArea().Draw(t, "a"), someArea().Draw(t, "b"), someArea().Draw(t, "c")
		if a != b && a.Before(b) == b.Before(a) || a == b && a.Before(b) {
			t.Fatalf("%v and %v are not in order", a, b)
		}
		if a.Before(b) && b.Before(c) && !a.Before(c) {
			t.Fatalf("%v, %v and %v are not in order", a, b, c)
		}
	})
}

func TestScope(t *testing.T) {
	village := area("430521103205", "邵东县", "东乡", "新村")
	for scope, want := range map[string]bool{
		"": true, "43": true, "4305": true, "430521": true, "430521103": true, "430521103205": true,
		"430000": true, "430500": true, "430000000000": true, "430500000000": true, "430521000000": true, "430521103000": true,
		"44": false, "4306": false, "430522": false, "430600": false, "430521104": false, "430521103206": false,
		"430521104000": false, "430522000000": false, "440000": false,
		"邵东县": true, "东乡": true, "新村": true, "邵东": false, "新邵县": false,
	} {
		s := registry.ScopeOf(scope)
		if s.Covers(village) != want || s.Everything() != (scope == "") || s.String() != scope {
			t.Errorf("scope %q covers the village: %v, want %v", scope, s.Covers(village), want)
		}
		if s.Covers(registry.Area{}) != (scope == "") {
			t.Errorf("scope %q covers the area that says nothing", scope)
		}
	}
}
