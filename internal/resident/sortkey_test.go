package resident

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestNamesSortByPinyin(t *testing.T) {
	want := []string{
		"阿依·古丽", "李强", "李伟", "林白", "刘安", "吕布", "区小明", "单雄", "石头", "王芳", "王小川", "解放", "曾国", "张三", "章三", "周平", "𠀋",
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int { return strings.Compare(SortKey(a), SortKey(b)) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if SortKey("张 三") != SortKey("张三") {
		t.Error("a blank within a name changes its place")
	}
}

// Names of one key are the same once they are cleaned: the order is complete.
func TestSortKeysDiffer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOfN(rapid.SampledFrom([]rune("张章单曾lL·𠀋3 ")), 0, 4, -1)
		a, b := name.Draw(t, "a"), name.Draw(t, "b")
		if (SortKey(a) == SortKey(b)) != (CleanName(a) == CleanName(b)) {
			t.Fatalf("%q and %q have the keys %q and %q", a, b, SortKey(a), SortKey(b))
		}
	})
}
