package resident_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/period"
)

// The numbers of these tests belong to nobody: their regions (430599, PP9999)
// were never assigned. checkDigit and number are written from the text of
// GB 11643, apart from the code under test.

var weights = []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

func checkDigit(first17 string) string {
	sum := 0
	for i, w := range weights {
		sum += w * int(first17[i]-'0')
	}
	return "10X98765432"[sum%11 : sum%11+1]
}

// number is region, birth date and sequence with the check character that they need.
func number(region, birth, sequence string) string {
	first17 := region + birth + sequence
	return first17 + checkDigit(first17)
}

// wrongCheck is number with a check character that is wrong, and not 0.
func wrongCheck(region, birth, sequence string) string {
	right := number(region, birth, sequence)
	for _, c := range "12X" {
		if right[17] != byte(c) {
			return right[:17] + string(c)
		}
	}
	panic("unreachable")
}

func day(t testing.TB, year, month, dayOfMonth int) period.Date {
	t.Helper()
	d, ok := period.DateOf(year, month, dayOfMonth)
	if !ok {
		t.Fatalf("no such day: %d-%d-%d", year, month, dayOfMonth)
	}
	return d
}

// validNumber draws a number that nothing can be said against on any day after 2017.
func validNumber() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		region := rapid.SampledFrom([]string{"430599", "119999", "239999", "439999", "539999", "659999", "919999"}).Draw(t, "region")
		year := rapid.IntRange(1900, 2017).Draw(t, "year")
		month := rapid.IntRange(1, 12).Draw(t, "month")
		dayOfMonth := rapid.IntRange(1, 28).Draw(t, "day")
		sequence := rapid.IntRange(0, 999).Draw(t, "sequence")
		return number(region, fmt.Sprintf("%04d%02d%02d", year, month, dayOfMonth), fmt.Sprintf("%03d", sequence))
	})
}

// nearNumber draws texts that are numbers or nearly so, in wrappings and widths.
func nearNumber() *rapid.Generator[string] {
	bits := []string{
		"0", "1", "9", "000", "X", "x", "*", "＊", "４", "Ｘ", "e", "E+17", ".", "-", "—", "=", `="`, `"`, "'", "’", " ", "\u3000",
		"\u00A0", "\uFEFF", "\u200B", "无", "不详", "999999", "4.30599E+17", "430599900101001", "甲", "\xff", "\uFFFD",
	}
	return rapid.Custom(func(t *rapid.T) string {
		text := []rune(rapid.OneOf(validNumber(), rapid.SampledFrom(bits)).Draw(t, "text"))
		for range rapid.IntRange(0, 4).Draw(t, "changes") {
			at := rapid.IntRange(0, len(text)).Draw(t, "at")
			through := min(at+rapid.IntRange(0, 2).Draw(t, "cut"), len(text))
			bit := rapid.OneOf(rapid.Just(""), rapid.SampledFrom(bits)).Draw(t, "bit")
			text = []rune(string(text[:at]) + bit + string(text[through:]))
		}
		return string(text)
	})
}

func wide(text string) string {
	return strings.Map(func(r rune) rune { return r + 0xFEE0 }, text)
}
