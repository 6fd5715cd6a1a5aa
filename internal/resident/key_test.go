package resident_test

import (
	"fmt"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/resident"
)

func TestKeyIsTheEighteenCharacters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64Range(0, 99_999_999_999_999_999).Draw(t, "n")
		c := rapid.IntRange(0, 10).Draw(t, "c")
		if n == 0 && c == 0 {
			c = 1 // 0 is no key
		}
		key := resident.Key(n*11 + uint64(c))
		want := fmt.Sprintf("%017d", n) + []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "X"}[c]
		if got := key.String(); got != want {
			t.Fatalf("Key(%d).String() = %q, want %q", key, got, want)
		}
		if got := string(key.AppendTo([]byte("person:"))); got != "person:"+want {
			t.Fatalf("Key(%d).AppendTo(person:) = %q", key, got)
		}
	})
}

func TestNoKeyWritesNothing(t *testing.T) {
	if got := resident.Key(0).String(); got != "" {
		t.Errorf("Key(0).String() = %q", got)
	}
	if got := string(resident.Key(0).AppendTo([]byte("person:"))); got != "person:" {
		t.Errorf("Key(0).AppendTo(person:) = %q", got)
	}
	if _, ok := resident.Key(0).Birth(); ok {
		t.Error("Key(0) has a birth date")
	}
}

// Parsing a number and writing its key gives the number back, whatever is flagged.
func TestParsedKeyKeepsWhatWasWritten(t *testing.T) {
	asOf := day(t, 2018, 11, 29)
	rapid.Check(t, func(t *rapid.T) {
		first17 := rapid.StringMatching(`[1-9]\d{16}`).Draw(t, "first 17")
		text := first17 + rapid.SampledFrom([]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "X"}).Draw(t, "check")
		id := resident.ParseID(text, asOf)
		if id.Reason.Matchable() != (id.Key != 0) {
			t.Fatalf("%q: reason %q with key %d", text, id.Reason, id.Key)
		}
		if id.Key != 0 && id.Key.String() != text {
			t.Fatalf("%q became %q", text, id.Key)
		}
	})
}

func TestBirth(t *testing.T) {
	asOf := day(t, 2018, 11, 29)
	cases := []struct {
		text string
		want string // "" where there is no such day
	}{
		{number("430599", "19900131", "001"), "1990-01-31"},
		{number("430599", "20000229", "001"), "2000-02-29"},
		{number("430599", "19000229", "001"), ""},
		{number("430599", "20180230", "001"), ""},
		{number("430599", "00000101", "001"), ""},
		{number("430599", "18800101", "001"), "1880-01-01"},
		{number("430599", "20991231", "001"), "2099-12-31"},
		{number("009999", "19900131", "001"), "1990-01-31"},
		{wrongCheck("430599", "19900131", "001"), "1990-01-31"},
		{"430599900131001", "1990-01-31"},
	}
	for _, c := range cases {
		date, ok := resident.ParseID(c.text, asOf).Key.Birth()
		if date.String() != c.want || ok != (c.want != "") {
			t.Errorf("birth date of %s = %v, %v; want %q", c.text, date, ok, c.want)
		}
	}
}

func TestCheckChar(t *testing.T) {
	published := []string{"11010519491231002X", "440524188001010014"} // the examples of GB 11643
	for _, id := range published {
		if got := resident.CheckChar(id[:17]); got != id[17] {
			t.Errorf("CheckChar(%s) = %c", id[:17], got)
		}
	}
	for _, bad := range []string{"", "4305991990010100", "430599199001010012", "4305991990010100X", "4305991990010100０"} {
		if got := resident.CheckChar(bad); got != 0 {
			t.Errorf("CheckChar(%q) = %c, want none", bad, got)
		}
	}
	for i := range 1000 {
		first17 := "43059919900101" + strconv.Itoa(1000 + i)[1:]
		if got := string(resident.CheckChar(first17)); got != checkDigit(first17) {
			t.Errorf("CheckChar(%s) = %s, want %s", first17, got, checkDigit(first17))
		}
	}
}
