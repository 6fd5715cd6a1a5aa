package resident_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/resident"
)

func TestMaskWithin(t *testing.T) {
	const number = "430599196001010010"
	for text, want := range map[string]string{
		"":                 "",
		"张三":               "张三",
		number:             "430599********0010",
		"430599196001019X": "430599196001019X", // of no length
		"身份证" + number + "，旧430599600101001": "身份证430599********0010，旧43059*******001",
		"43059919600101001x和":                "430599********001x和",
		number + "43":                        resident.Mask(number + "43"),
		number + "4301":                      resident.Mask(number + "4301"),
		number + "4":                         number + "4",         // 19 digits: a bank card
		"430599196013010010":                 "430599196013010010", // no month 13
		"430599176001010010":                 "430599176001010010", // no such century
		"20181126153012345":                  "20181126153012345",
		"dibao_201811261530123.csv":          "dibao_201811261530123.csv",
		"43052400010101":                     "43052400010101",
		"430599 19600101 0010":               "430599********0010",
		"430599-19600101-0010":               "430599********0010",
		"４３０５９９１９６００１０１００１０":                  "430599********0010",
		"号码４３０５９９ 19600101－001ｘ。":             "号码430599********001x。",
		"4 3 0 5 9 9 1 9 6 0 0 1 0 1 0 0 1 X": "430599********001X",
		"430599\u200B196001010010":            "430599********0010",
		"430599 600101 001":                   "43059*******001",
		"430599 19600101 001 X，13800000000":   "430599********001X，13800000000",
		"电话13812345678 " + number:             "电话13812345678 430599********0010",
		number + " " + number:                 "430599********0010 430599********0010",
		"430599 19600101 0010 13812345678":    "430599********0010 13812345678",
		"430599  19600101 0010":               "430599  19600101 0010", // two blanks: columns
		"105991 96001010010 1":                "105991 96001010010 1",  // no such province
		"2018-11-26 15-30-12 345":             "2018-11-26 15-30-12 345",
		"0739-8234567 13812345678":            "0739-8234567 13812345678",
		"6222 0219 0101 0010 013":             "6222 0219 0101 0010 013", // a bank card
		number + "、" + number:                 "430599********0010、430599********0010",
	} {
		if got := resident.MaskWithin(text); got != want {
			t.Errorf("resident.MaskWithin(%q) = %q, want %q", text, got, want)
		}
	}
}

// Written in whatever groups, and among whatever words, a number is masked.
func TestMaskWithinWhateverTheGroups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := "430599" + rapid.StringMatching(`(19[3-9]\d|20[01]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d)\d{3}[0-9X]`).Draw(t, "number")
		var text strings.Builder
		wide := rapid.Bool().Draw(t, "wide")
		for i, c := range number {
			if i > 0 {
				text.WriteString(rapid.SampledFrom([]string{"", "", " ", "-", "－", "\u3000", "\u200B"}).Draw(t, "between"))
			}
			if wide {
				c += '０' - '0'
			}
			text.WriteRune(c)
		}
		around := rapid.SampledFrom([]string{"", "村", "，", "a"})
		before, after := around.Draw(t, "before"), around.Draw(t, "after")
		want := before + resident.Mask(number) + after
		if got := resident.MaskWithin(before + text.String() + after); got != want {
			t.Errorf("%q: %q, not %q", before+text.String()+after, got, want)
		}
	})
}

func FuzzMaskWithin(f *testing.F) {
	f.Add("430599 19600101 001X")
	f.Add("４３０５９９-19600101\xff0010")
	f.Fuzz(func(t *testing.T, text string) {
		masked := resident.MaskWithin(text)
		if len(masked) > len(text) || masked != text && !strings.Contains(masked, "****") {
			t.Errorf("%q: %q", text, masked)
		}
	})
}

func BenchmarkMaskWithin(b *testing.B) {
	for _, text := range []string{"长坡乡石溪村", `{"registry_origin":{"file":"data/members.csv","row":1201},"agency_origin":{"file":"data/dibao/201810.csv","row":2018}}`} {
		b.Run(text[:9], func(b *testing.B) {
			for b.Loop() {
				resident.MaskWithin(text)
			}
		})
	}
}
