package registry_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/registry"
)

func TestAmbiguousNames(t *testing.T) {
	own := []registry.Area{
		area("430521103205", "邵东县", "东乡", "新村"),
		area("430521103206", "邵东县", "东乡", "新村"), // two villages of one name in a town
		area("430521103207", "邵东县", "东乡", "老村"),
		area("430522101201", "新邵县", "东乡", "老村"), // a town's name in two counties
		area("430523100201", "城区", "南乡", "新村"),
		area("430581100201", "城区", "北乡", "新村"), // a county's name in two cities
	}
	type codes = []string
	for _, c := range []struct {
		what  string
		asked registry.Area
		names registry.Area
		codes codes
	}{
		{"a village of two", area("", "邵东县", "东乡", "新村"), area("", "邵东县", "东乡", "新村"), codes{"430521103205", "430521103206"}},
		{"the same without its county", area("", "", "东乡", "新村"), area("", "", "东乡", "新村"), codes{"430521103205", "430521103206"}},
		{"a town's village that two counties have", area("", "", "东乡", "老村"), area("", "", "东乡", "老村"), codes{"430521103207", "430522101201"}},
		{"a town of two counties", area("", "", "东乡", ""), area("", "", "东乡", ""), codes{"430521103", "430522101"}},
		{"an unknown village there", area("", "", "东乡", "外村"), area("", "", "东乡", ""), codes{"430521103", "430522101"}},
		{"a county of two cities", area("", "城区", "", ""), area("", "城区", "", ""), codes{"430523", "430581"}},
		{"an unknown town there", area("", "城区", "西乡", "新村"), area("", "城区", "", ""), codes{"430523", "430581"}},
		{"a known town there", area("", "城区", "南乡", "外村"), registry.Area{}, nil},
		{"a village of one", area("", "邵东县", "东乡", "老村"), registry.Area{}, nil},
		{"a village that nobody knows, in a town of one", area("", "邵东县", "东乡", "外村"), registry.Area{}, nil},
		{"with a code", area("430521103205", "邵东县", "东乡", "新村"), registry.Area{}, nil},
		{"a village alone", area("", "", "", "新村"), registry.Area{}, nil},
		{"a county that nobody knows", area("", "隆回县", "", ""), registry.Area{}, nil},
		{"nothing", registry.Area{}, registry.Area{}, nil},
	} {
		areas := learned(own...)
		names, got := areas.Ambiguous(areas.Number(c.asked))
		if diff := cmp.Diff(c.codes, got); diff != "" || names != c.names {
			t.Errorf("%s: %v (-want +got):\n%s", c.what, names, diff)
		}
	}
}

// What two codes share by their old names alone is one area's, and no longer ambiguous.
func TestAliasesEndAmbiguity(t *testing.T) {
	own := []registry.Area{area("430521103205", "邵东县", "东乡", "新村"), area("430582103205", "邵东县", "东乡", "新村")}
	for _, aliases := range []registry.Aliases{{}, {Codes: map[string]string{"430521": "430582"}}} {
		areas := registry.NewAreas(aliases)
		for _, a := range own {
			areas.Number(a)
		}
		areas.Learn()
		id := areas.Number(area("", "邵东县", "", ""))
		_, codes := areas.Ambiguous(id)
		if (len(codes) > 0) == (areas.At(id).Code == "430582") || len(codes) > 0 != (aliases.Codes == nil) {
			t.Errorf("%v: %v is ambiguous: %v", aliases, areas.At(id), codes)
		}
	}
}

// Ambiguous names are part of what is written, stand for at least two codes of
// the registry, in order, and keep the area from a code of their level; the
// order in which the registry was read has no say.
func TestAmbiguityIsOfTheRegistry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		own := rapid.SliceOfN(someArea(), 0, 8).Draw(t, "own")
		one, other := learned(own...), learned(rapid.Permutation(own).Draw(t, "shuffled")...)
		asked := someArea().Draw(t, "asked")
		names, codes := one.Ambiguous(one.Number(asked))
		again, codesAgain := other.Ambiguous(other.Number(asked))
		if names != again || !slices.Equal(codes, codesAgain) {
			t.Fatalf("%v: %v %v, or %v %v in another order", asked, names, codes, again, codesAgain)
		}
		if len(codes) == 0 {
			if names != (registry.Area{}) {
				t.Fatalf("%v: %v without codes", asked, names)
			}
			return
		}
		if asked.Code != "" || len(codes) < 2 || !slices.IsSorted(codes) || len(slices.Compact(slices.Clone(codes))) != len(codes) {
			t.Fatalf("%v: %v", asked, codes)
		}
		for _, code := range codes {
			if !slices.ContainsFunc(own, func(a registry.Area) bool { return len(a.Code) >= len(code) && a.Code[:len(code)] == code }) {
				t.Fatalf("%v: nobody has %s", asked, code)
			}
		}
		if got := one.At(one.Number(asked)).Code; len(got) >= len(codes[0]) {
			t.Fatalf("%v is ambiguous between %v, and has the code %s", asked, codes, got)
		}
		wants := area("", asked.County, names.Town, names.Village)
		if names != wants || names.Town != "" && names.Town != asked.Town || names.Village != "" && names.Village != asked.Village {
			t.Fatalf("%v: %v is not written", asked, names)
		}
	})
}

func TestCountyNow(t *testing.T) {
	areas := registry.NewAreas(registry.Aliases{Codes: map[string]string{"430521": "430582"}, Names: map[string]string{"邵东县": "邵东市", "甲县": "乙县"}})
	check := func(want map[string]string) {
		t.Helper()
		for old, now := range want {
			if got := areas.CountyNow(old); got != now {
				t.Errorf("%q is %q now, want %q", old, got, now)
			}
		}
	}
	check(map[string]string{"430521": "430582", "430522": "430522", "邵东县": "邵东市", "甲县": "乙县", "": ""})
	areas.Number(area("430521103205", "邵东县", "东乡", "新村"))
	areas.Learn()
	check(map[string]string{"430521": "430582", "邵东县": "430582", "邵东市": "430582", "甲县": "乙县", "": ""})
	if areas.Count() != 2 {
		t.Errorf("asking left %d areas", areas.Count())
	}
	for key, want := range map[string]registry.Area{"430582": area("430582", "邵东市", "", ""), "430522": area("430522", "", "", ""), "乙县": area("", "乙县", "", ""), "": {}} {
		if got := areas.County(key); got != want {
			t.Errorf("county %q is %v, want %v", key, got, want)
		}
	}
}
