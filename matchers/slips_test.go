package matchers

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestContrast(t *testing.T) {
	for _, c := range []struct{ own, other, difference, wantOwn, wantOther string }{
		{"430599196001010010", "430599196007010010", "substituted", "430599*****[1]**0010", "430599*****[7]**0010"},
		{"430599196001010010", "430599196001010016", "substituted", "430599********001[0]", "430599********001[6]"},
		{"430599196001010010", "4305A9196001010010", "substituted", "4305[9]9********0010", "4305[A]9********0010"},
		{"430599196001010010", "430599196010010010", "transposed", "430599****[01]**0010", "430599****[10]**0010"},
		{"43059919600101001X", "4305991960010100X1", "transposed", "430599********00[1X]", "430599********00[X1]"},
		{"43059916001010010", "430599196001010010", "missing", "430599*[_]******0010", "430599*[9]******0010"},
		{"430599196001010010", "43059916001010010", "extra", "430599*[9]******0010", "430599*[_]******0010"},
		{"43059919600101001", "430599196001010010", "missing", "430599********001[_]", "430599********001[0]"},
		{"430599196001010张10", "430599196001010010", "substituted", "430599********0[*]10", "430599********0[0]10"},
	} {
		how, position := oneSlip(c.own, c.other)
		if how != c.difference {
			t.Errorf("%s and %s are %s", c.own, c.other, how)
		}
		own, other := contrast(c.own, c.other, how, position)
		if own != c.wantOwn || other != c.wantOther {
			t.Errorf("%s and %s (%s) are shown as %s and %s", c.own, c.other, how, own, other)
		}
	}
	own, other := contrast("430599196001010016", "430599196001010000", "damaged", 16)
	if own != "430599********0[016]" || other != "430599********0[000]" {
		t.Errorf("a damaged number is shown as %s and %s", own, other)
	}
	if own, other := contrast("无", "430599196001010016", "head", 0); own+other != "" {
		t.Errorf("a number that is missing is shown as %q and %q", own, other)
	}
}

// Both numbers are shown alike: equally long, with the same stars, and where the
// stars and brackets are not, the same characters. Six characters in the middle stay hidden.
func TestContrastMasksAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digit := rapid.SampledFrom([]rune("0123456789"))
		own := []rune(rapid.StringOfN(digit, 18, 18, -1).Draw(t, "own"))
		at := rapid.IntRange(0, 17).Draw(t, "at")
		other := append([]rune{}, own...)
		switch rapid.IntRange(0, 2).Draw(t, "slip") {
		case 0:
			other[at] = digit.Draw(t, "digit")
		case 1:
			other = append(other[:at], other[at+1:]...)
		case 2:
			other[at], other[min(at+1, 17)] = other[min(at+1, 17)], other[at]
		}
		if rapid.Bool().Draw(t, "swap") {
			own, other = other, own
		}
		how, position := oneSlip(string(own), string(other))
		if how == "" {
			if string(own) != string(other) {
				t.Fatal("no slip is found")
			}
			return
		}
		a, b := contrast(string(own), string(other), how, position)
		beforeA, insideA, afterA := cutBrackets(a)
		beforeB, insideB, afterB := cutBrackets(b)
		if beforeA != beforeB || afterA != afterB || insideA == insideB || len(insideA) != len(insideB) || len(insideA) > 2 {
			t.Fatalf("%s and %s (%s at %d)", a, b, how, position)
		}
		if strings.Count(a, "*") < 6 || strings.Count(a, "*") != strings.Count(b, "*") {
			t.Fatalf("%s and %s hide too little", a, b)
		}
	})
}

func cutBrackets(text string) (before, inside, after string) {
	before, rest, _ := strings.Cut(text, "[")
	inside, after, _ = strings.Cut(rest, "]")
	return before, inside, after
}
