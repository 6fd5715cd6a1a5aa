package resident

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// sounds is what of some texts are numbers with a right check character.
func sounds(texts []string) []Key {
	var keys []Key
	for _, text := range texts {
		if len(text) != keyLength {
			continue
		}
		n, _, ok := readDigits(text[:keyDigits])
		if check := figureOf(rune(text[keyDigits])); ok && check != noFigure {
			if key := Key(n*11 + uint64(check)); key.Valid() {
				keys = append(keys, key)
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// slipped is every text that one slip makes of text, or that it may have been made of.
func slipped(text string) []string {
	var all []string
	for at := range len(text) + 1 {
		for _, c := range "0123456789X" {
			all = append(all, text[:at]+string(c)+text[at:])
			if at < len(text) && text[at] != byte(c) {
				all = append(all, text[:at]+string(c)+text[at+1:])
			}
		}
		if at+1 < len(text) && text[at] != text[at+1] {
			all = append(all, text[:at]+text[at+1:at+2]+text[at:at+1]+text[at+2:])
		}
	}
	return all
}

// The repairs of a text are all sound numbers that one slip turns into it.
func TestRepairsAreAllThereAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[0-9]{16}([0-9]|[0-9X]{2}|[0-9AX][0-9X]{2})`).Draw(t, "text")
		if rapid.Bool().Draw(t, "sound") {
			first17 := rapid.StringMatching(`[0-9]{17}`).Draw(t, "number")
			texts := append(slipped(first17+string(CheckChar(first17))), first17+string(CheckChar(first17)))
			text = rapid.SampledFrom(texts).Draw(t, "slipped")
		}
		got := AppendRepairs(nil, text)
		slices.Sort(got)
		got = slices.Compact(got)
		if want := sounds(slipped(text)); !slices.Equal(got, want) {
			t.Fatalf("%s: %v, want %v", text, got, want)
		}
	})
}

func TestNothingToRepair(t *testing.T) {
	first17 := "43059919500101123"
	for _, text := range []string{
		first17 + string(CheckChar(first17)), first17[:16], first17 + "00", "", "无", "4305991950010A1B3X", "43059919500101张2李", "430599********1230",
	} {
		if keys := AppendRepairs(nil, text); len(keys) > 0 {
			t.Errorf("%s is repaired as %v", text, keys)
		}
	}
	if n := len(AppendRepairs(nil, "430599195001011张32")); n == 0 {
		t.Error("a character that no number has is no slip")
	}
}

func ExampleAppendRepairs() {
	keys := AppendRepairs(nil, "43059919500101X237")
	fmt.Println(keys)
	// Output: [430599195001017237]
}

func BenchmarkAppendRepairs(b *testing.B) {
	var keys []Key
	for b.Loop() {
		keys = AppendRepairs(keys[:0], "430599195001011239")
	}
	b.ReportMetric(float64(len(keys)), "keys")
}
