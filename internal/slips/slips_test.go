package slips_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/slips"
)

func TestSlips(t *testing.T) {
	for words, want := range map[[2]string]int{
		{"", ""}: 0, {"", "户"}: 1, {"户主", "户主"}: 0, {"户主", "主户"}: 1, {"身份证号", "身份证号码"}: 1, {"身份证号", "证件号码"}: 4,
		{"colums", "columns"}: 1, {"sreve", "serve"}: 1, {"ca", "abc"}: 3,
	} {
		if got := slips.Count([]rune(words[0]), []rune(words[1])); got != want {
			t.Errorf("%q: %d, want %d", words, got, want)
		}
	}
}

// One slip more or less is one slip, and it is as far back as there.
func TestSlipsAreADistance(t *testing.T) {
	word := rapid.SliceOfN(rapid.SampledFrom([]rune("户主身份证号")), 0, 8)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		n := slips.Count(a, b)
		if back := slips.Count(b, a); back != n || n > max(len(a), len(b)) || (n == 0) != (string(a) == string(b)) {
			t.Errorf("%q to %q: %d, and %d back", string(a), string(b), n, back)
		}
		if more := slips.Count(append([]rune{'户'}, a...), b); more > n+1 || more < n-1 {
			t.Errorf("one character more: %d after %d", more, n)
		}
	})
}
