package resident_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/resident"
)

func TestCleanID(t *testing.T) {
	cases := [][2]string{
		{"", ""},
		{good, good},
		{"11010519491231002" + "x", "11010519491231002X"},
		{"\uFEFF '" + good, good},
		{`="` + good + `"`, good},
		{`"=""` + good + `"""`, good},
		{`= "` + good + `"`, good},
		{`=""`, ""},
		{"＝＂" + wide(good) + "＂", good},
		{"=" + good, "=" + good}, // a formula without quotes is no wrapping
		{`430="599"`, "430=599"},
		{"4305 99\u00A01990\u30000101\u2002001\u200B\u2060", "43059919900101001"},
		{"“‘「『«430599»』」’”", "430599"},
		{"`430599´", "430599"},
		{"430599′″", "430599"},
		{"Ｘｘx", "XXX"},
		{"＊－．／Ｅ＋", "*-./E+"},
		{"护照 E1234", "护照E1234"},
		{"·、。", "·、。"},
		{"1\xff2", "1\uFFFD2"},
		{"1\uFFFD2", "1\uFFFD2"},
	}
	for _, c := range cases {
		if got := resident.CleanID(c[0]); got != c[1] {
			t.Errorf("CleanID(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

func TestCleanIDIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(nearNumber(), rapid.String()).Draw(t, "text")
		once := resident.CleanID(text)
		if twice := resident.CleanID(once); twice != once {
			t.Fatalf("CleanID(%q) = %q, and cleaned again %q", text, once, twice)
		}
		if a, b := resident.ParseID(text, 0), resident.ParseID(once, 0); a != b {
			t.Fatalf("%q and %q, cleaned, are not the same ID", text, once)
		}
	})
}

func TestCleanIDOfCleanTextAllocatesNothing(t *testing.T) {
	if n := testing.AllocsPerRun(10, func() { resident.CleanID(good) }); n != 0 {
		t.Errorf("CleanID allocates %v times", n)
	}
}
