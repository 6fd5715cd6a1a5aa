package resident_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/resident"
)

// good stands for any number that nothing can be said against.
var good = number("430599", "19900101", "001")

// failing000 is 18 digits that end in 000, the last of them no check character.
func failing000() string {
	for i := range 10 {
		first17 := fmt.Sprintf("430599199001%02d100", i+1)
		if checkDigit(first17) != "0" {
			return first17 + "0"
		}
	}
	panic("unreachable")
}

// passing000 is 18 digits that end in 000, the last of them the check character.
func passing000() string {
	for year := 1950; ; year++ {
		if text := number("430599", fmt.Sprintf("%d0101", year), "100"); text[17] == '0' {
			return text
		}
	}
}

func TestReasons(t *testing.T) {
	cases := map[resident.Reason][]string{
		resident.None: {
			good, "11010519491231002X", "11010519491231002" + "x", passing000(),
			number("919999", "19900101", "001"), number("819999", "19900101", "001"), number("909999", "19900101", "001"),
			number("430599", "19000101", "001"), number("430599", "20181129", "001"),
			"430599900101001", "430599960229001",
			good + "43", good + "1234", good + "肢一", good + "B1",
			" " + good, "'" + good, "’" + good, `="` + good + `"`, `"=""` + good + `"""`, "＝＂" + good + "＂", "=\u00A0“" + good + "”",
			"\uFEFF" + good, good[:6] + "\u200B" + good[6:], good[:6] + " " + good[6:14] + "\u3000" + good[14:], "\t" + good + "\r\n", wide(good),
			wide("11010519491231002" + "x"), "「" + good + "」", "`" + good + "´", wide("430599900101001"),
		},
		resident.Missing: {
			"", " ", "\u3000", "无", "不详", "-", "—", "——", "－", "–", "―", "−", " 无 ", `""`, `=""`, "\uFEFF", "“无”", "''",
		},
		resident.Pseudo: {
			"999999", "999999" + "199001010011", "999999" + "19900101001X", "999999" + "199001010000", "9999991", "999999900101001",
			"999999****", "9999999E+17", "999999" + "199001010011" + "43", wide("999999" + "199001010011"), "'999999无",
		},
		resident.Damaged: {
			"4.30599E+17", "4.30599e+17", "4.30599E17", "4.3E+017", "4E+17", "4.E+17", "430.599E+15", "４.３０５９９Ｅ＋１７", `="4.30599E+17"`,
			"4.3059919900101E+17", "4.30599199001011E+17", "4.305991990010112E+17", "-4.30599E+17", "4.30599E-17",
			failing000(), failing000() + "43", failing000() + "43B1", failing000() + "**", "'" + failing000(), wide(failing000()),
			"430599209913451" + "000", "000000000000000000",
		},
		resident.Masked: {
			"430599********1234", "*", "4305991990010100**", good + "*1", good + "*", "430599＊＊＊＊＊＊＊＊1234", "甲*", failing000() + "*", "4.3E+17*",
		},
		resident.Length: {
			"1", "无号", "43059990010100", "4305999001010012", good[:17], good + "1", good + "123", good + "12345", "甲", "=" + good, "4.30599E+",
			"E+17", ".5E+17", "4.3.1E+17", "无-", failing000() + "1", strings.Repeat("9", 5), strings.Repeat("8", 100),
		},
		resident.Character: {
			"43059990010100X", "43059990010100甲", good[:17] + "Y", good[:17] + "甲", good[:16] + "X1", "X" + good[1:], good[:17] + "-", good[:17] + "/",
			good[:17] + ":", good[:17] + "@", good[:10] + "O" + good[11:], good[:17] + "Y43", "甲乙" + good[2:], "甲" + good[1:] + "43", strings.Repeat("甲", 15),
			strings.Repeat("甲", 18), good[:17] + "\x00", good[:17] + "\xff", good[:17] + "\uFFFD",
		},
		resident.Region: {
			number("109999", "19900101", "001"), number("169999", "19900101", "001"), number("009999", "19900101", "001"),
			number("849999", "19900101", "001"), number("109999", "20990101", "001"), wrongCheck("109999", "19900101", "001"),
			number("109999", "19901301", "001") + "43", "109999900101001", "059999901301001",
		},
		resident.BirthDate: {
			number("430599", "19900001", "001"), number("430599", "19901301", "001"), number("430599", "19900100", "001"),
			number("430599", "19900132", "001"), number("430599", "19900229", "001"), number("430599", "19000229", "001"),
			number("430599", "18991231", "001"), number("430599", "20181130", "001"), number("430599", "20190101", "001"),
			"440524188001010014", wrongCheck("430599", "19901301", "001"), "430599901301001", "430599000229001",
		},
		resident.Checksum: {
			wrongCheck("430599", "19900101", "001"), wrongCheck("919999", "19900101", "001"), wrongCheck("430599", "20181129", "001"),
			wrongCheck("430599", "19900101", "001") + "43", wrongCheck("430599", "19900101", "001") + "43X1", wide(wrongCheck("430599", "19900101", "001")),
		},
	}
	asOf := day(t, 2018, 11, 29)
	for want := range resident.Checksum + 1 {
		if len(cases[want]) == 0 {
			t.Errorf("no case for reason %q", want)
		}
		for _, text := range cases[want] {
			id := resident.ParseID(text, asOf)
			if id.Reason != want {
				t.Errorf("ParseID(%q) gives reason %q, want %q", text, id.Reason, want)
			}
			if id.Reason.Matchable() != (id.Key != 0) {
				t.Errorf("ParseID(%q) gives reason %q with key %q", text, id.Reason, id.Key)
			}
		}
	}
}

func TestReasonNames(t *testing.T) {
	want := []string{"", "missing", "pseudo", "damaged", "masked", "length", "character", "region", "birth_date", "checksum"}
	matchable := []string{"", "region", "birth_date", "checksum"}
	for r := range resident.Checksum + 1 {
		if r.String() != want[r] {
			t.Errorf("reason %d is %q, want %q", r, r, want[r])
		}
		if r.Matchable() != slices.Contains(matchable, r.String()) {
			t.Errorf("%q.Matchable() = %v", r, r.Matchable())
		}
	}
}

// Every combination of the three doubts: the first is the reason, and the birth
// date is judged whatever it is.
func TestDoubtsCombine(t *testing.T) {
	asOf := day(t, 2018, 11, 29)
	for combination := range 8 {
		badRegion, badBirth, badCheck := combination&1 != 0, combination&2 != 0, combination&4 != 0
		region, birth, build, want := "430599", "19900101", number, resident.None
		if badCheck {
			build, want = wrongCheck, resident.Checksum
		}
		if badBirth {
			birth, want = "20180931", resident.BirthDate
		}
		if badRegion {
			region, want = "209999", resident.Region
		}
		text := build(region, birth, "001")
		for _, written := range []string{text, " " + text, text + "43", text + "4301"} {
			got := resident.ParseID(written, asOf)
			if got.Reason != want || got.BirthFlagged != badBirth || got.Key.String() != text {
				t.Errorf("ParseID(%q) = %q, key %s, birth flagged %v; want %q, %s, %v",
					written, got.Reason, got.Key, got.BirthFlagged, want, text, badBirth)
			}
		}
	}
}

func TestEveryProvince(t *testing.T) {
	provinces := strings.Fields("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 90 91 92 93 94 95 96 97 98 99")
	for p := range 100 {
		prefix := fmt.Sprintf("%02d", p)
		id := resident.ParseID(number(prefix+"9990", "19900101", "001"), 0)
		if valid := slices.Contains(provinces, prefix); valid != (id.Reason == resident.None) {
			t.Errorf("a number of province %s has reason %q", prefix, id.Reason)
		}
	}
}

func TestFifteenDigitsBecomeEighteen(t *testing.T) {
	asOf := day(t, 2018, 11, 29)
	for _, text := range []string{"430599900101001", "430599491231002", "109999900101001", "430599901301001"} {
		want := number(text[:6], "19"+text[6:12], text[12:])
		if got := resident.ParseID(text, asOf).Key.String(); got != want {
			t.Errorf("ParseID(%s) has key %s, want %s", text, got, want)
		}
		if resident.ParseID(text, asOf) != resident.ParseID(want, asOf) {
			t.Errorf("%s and %s are not the same ID", text, want)
		}
	}
}

func TestAsOfDate(t *testing.T) {
	text := number("430599", "20181130", "001")
	cases := []struct {
		asOf period.Date
		want resident.Reason
	}{
		{day(t, 2018, 11, 29), resident.BirthDate},
		{day(t, 2018, 11, 30), resident.None},
		{0, resident.None},
	}
	for _, c := range cases {
		if got := resident.ParseID(text, c.asOf).Reason; got != c.want {
			t.Errorf("born on 2018-11-30, as of %v: %q, want %q", c.asOf, got, c.want)
		}
	}
}

// One slip in a valid number is always seen, and as a wrong checksum where
// nothing else is the matter.
func TestOneSlipFailsTheChecksum(t *testing.T) {
	asOf := day(t, 2018, 11, 29)
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(validNumber().Draw(t, "number"))
		at := rapid.IntRange(0, 16).Draw(t, "at")
		if rapid.Bool().Draw(t, "swap") {
			text[at], text[at+1] = text[at+1], text[at]
		} else {
			text[at] = '0' + (text[at]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "shift")))%10
		}
		if slices.Equal(text, []byte(number(string(text[:6]), string(text[6:14]), string(text[14:17])))) {
			return // two equal neighbours were swapped: no slip
		}
		id := resident.ParseID(string(text), asOf)
		switch id.Reason {
		case resident.None:
			t.Fatalf("%s passes", text)
		case resident.Checksum, resident.Region, resident.BirthDate: // the latter two hide it
		case resident.Damaged:
			if !strings.HasSuffix(string(text), "000") {
				t.Fatalf("%s is called damaged", text)
			}
		case resident.Character:
			if text[16] != 'X' {
				t.Fatalf("%s is called a bad character", text)
			}
		case resident.Pseudo:
			if !strings.HasPrefix(string(text), "999999") {
				t.Fatalf("%s is called pseudo", text)
			}
		default:
			t.Fatalf("%s has reason %q", text, id.Reason)
		}
		if at >= 14 && id.Reason != resident.Checksum && id.Reason != resident.Damaged && id.Reason != resident.Character {
			t.Fatalf("%s, a slip in the sequence, has reason %q", text, id.Reason)
		}
	})
}

// Every slip in the published example, one by one.
func TestEverySlipInTheExample(t *testing.T) {
	const example = "11010519491231002X"
	for at := range 18 {
		for c := byte('0'); c <= '9'; c++ {
			if slip := example[:at] + string(c) + example[at+1:]; slip != example && resident.ParseID(slip, 0).Reason == resident.None {
				t.Errorf("%s passes", slip)
			}
		}
		if at > 0 && example[at-1] != example[at] {
			if slip := example[:at-1] + example[at:at+1] + example[at-1:at] + example[at+1:]; resident.ParseID(slip, 0).Reason == resident.None {
				t.Errorf("%s passes", slip)
			}
		}
	}
}

// A leading quote changes nothing but the path that the text takes.
func TestFastPathIsTheSlowPath(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(nearNumber(), rapid.StringMatching(`[0-9]{17}[0-9Xx]`), rapid.StringMatching(`[0-9]{14}[0-9X*]0{3}`)).Draw(t, "text")
		asOf, _ := period.DateOf(rapid.IntRange(1900, 2100).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), 15)
		if fast, slow := resident.ParseID(text, asOf), resident.ParseID("'"+text, asOf); fast != slow {
			t.Fatalf("%q: %+v fast, %+v slow", text, fast, slow)
		}
	})
}

func TestParseIDAllocatesNothing(t *testing.T) {
	texts := []string{
		good, good[:17] + "x", "'" + good, `="` + good + `"`, wide(good), "430599900101001", good + "1234", "4.30599E+17", "430599********1234",
		"无", "——", strings.Repeat("—", 21), strings.Repeat("甲", 15), strings.Repeat("甲", 18), strings.Repeat("1", 64),
	}
	for _, text := range texts {
		if n := testing.AllocsPerRun(10, func() { resident.ParseID(text, 0) }); n != 0 {
			t.Errorf("ParseID(%q) allocates %v times", text, n)
		}
	}
}
