package resident_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/resident"
)

func FuzzParseID(f *testing.F) {
	for _, text := range []string{
		good, good[:17] + "x", "11010519491231002X", "440524188001010014", wrongCheck("430599", "19900101", "001"), number("109999", "19901301", "001"),
		"430599900101001", good + "4301", failing000(), failing000() + "**", passing000(), "4.30599E+17", "4.3E+17*", "430599********1234",
		"999999" + "199001010011", "", "无", "不详", "——", "－", `="` + good + `"`, `"=""` + good + `"""`, "=" + good, "'" + good, wide(good),
		"\uFEFF" + good[:6] + "\u3000" + good[6:], good[:17] + "甲", good + "甲乙", "43059990010100\xff", "000000000000000000",
	} {
		f.Add(text, 28_000)
		f.Add(text, 0)
	}
	f.Fuzz(func(t *testing.T, text string, days int) {
		checkID(t, text, time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days%50_000))
	})
}

// The same as the fuzz test, from texts that come close to the rules more often.
func TestParseIDIsThePlainReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(nearNumber(), rapid.StringMatching(`[1-9][0-9]{14}([0-9]{3}){0,1}`)).Draw(t, "text")
		checkID(t, text, time.Date(rapid.IntRange(1900, 2030).Draw(t, "year"), 6, 15, 0, 0, 0, 0, time.UTC))
	})
}

type reporter interface{ Errorf(string, ...any) }

// checkID holds what is made of text against the plain reading of the rules.
func checkID(t reporter, text string, asOf time.Time) {
	got := resident.ParseID(text, period.DateAt(asOf))
	reason, key, birthFlagged := judgePlainly(text, asOf)
	if got.Reason.String() != reason || got.Key.String() != key || got.BirthFlagged != birthFlagged {
		t.Errorf("ParseID(%q, %s) = %q, %q, %v; want %q, %q, %v",
			text, asOf.Format(time.DateOnly), got.Reason, got.Key, got.BirthFlagged, reason, key, birthFlagged)
	}
	if clean := resident.CleanID(text); clean != cleanPlainly(text) || resident.CleanID(clean) != clean {
		t.Errorf("CleanID(%q) = %q, want %q", text, clean, cleanPlainly(text))
	}
	if masked := resident.Mask(text); utf8.RuneCountInString(masked) != utf8.RuneCountInString(text) {
		t.Errorf("Mask(%q) = %q", text, masked)
	}
}

const anyQuote = "[\"'`´′″‘’‚‛“”„‟«»‹›⹂「」『』〝〞〟﹁﹂﹃﹄｢｣]"

var (
	blanks       = regexp.MustCompile(`[\t\n\v\f\r\x{85}\p{Z}\p{Cf}]`)
	quotes       = regexp.MustCompile(anyQuote)
	formulaStart = regexp.MustCompile(`^(` + anyQuote + `*=` + anyQuote + `)+`)
	saysMissing  = regexp.MustCompile(`^(|无|不详|[\p{Pd}−─]+)$`)
	scientific   = regexp.MustCompile(`^[+-]?\d+(\.\d*)?[eE][+-]?\d+$`)
	idLength     = regexp.MustCompile(`^(?s:.{15}|.{18}|.{20}|.{22})$`)
	idDigits     = regexp.MustCompile(`^(\d{15}|\d{17}[\dX](?s:..){0,2})$`)
	endsIn000    = regexp.MustCompile(`^\d{15}000(?s:..){0,2}$`)
	provinceOf   = regexp.MustCompile(`^(1[1-5]|2[123]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123]|9.)`)
)

// cleanPlainly is CleanID by one replacement after the other.
func cleanPlainly(text string) string {
	text = strings.ToValidUTF8(strings.Map(func(r rune) rune { return r }, text), "\uFFFD")
	for wide, narrow := '！', '!'; narrow <= '~'; wide, narrow = wide+1, narrow+1 {
		text = strings.ReplaceAll(text, string(wide), string(narrow))
	}
	text = formulaStart.ReplaceAllString(blanks.ReplaceAllString(text, ""), "")
	return strings.ReplaceAll(quotes.ReplaceAllString(text, ""), "x", "X")
}

// judgePlainly is ParseID as the table of reasons reads, line by line.
func judgePlainly(text string, asOf time.Time) (reason, key string, birthFlagged bool) {
	text = cleanPlainly(text)
	checkFails := func(id string) bool { return id[17:18] != checkDigit(id) }
	switch {
	case saysMissing.MatchString(text):
		return "missing", "", false
	case strings.HasPrefix(text, "999999"):
		return "pseudo", "", false
	case scientific.MatchString(text), endsIn000.MatchString(text) && checkFails(text):
		return "damaged", "", false
	case strings.Contains(text, "*"):
		return "masked", "", false
	case !idLength.MatchString(text):
		return "length", "", false
	case !idDigits.MatchString(text):
		return "character", "", false
	case len(text) == 15:
		text = number(text[:6], "19"+text[6:12], text[12:])
	}
	key = text[:18]
	birth, err := time.Parse("20060102", key[6:14])
	birthFlagged = err != nil || birth.Year() < 1900 || birth.After(asOf)
	switch {
	case !provinceOf.MatchString(key):
		reason = "region"
	case birthFlagged:
		reason = "birth_date"
	case checkFails(key):
		reason = "checksum"
	}
	return reason, key, birthFlagged
}

func FuzzCompareNames(f *testing.F) {
	for _, pair := range [][2]string{
		{"张三", "张三"}, {"张三", "张 三（户主）"}, {"张三", "章散"}, {"张三", "张四"}, {"张三", "张"}, {"张", "李"}, {"单善", "善单"},
		{"阿依古丽·买买提", "阿依古丽．买买提"}, {"阿依古丽·买买提", "阿依古丽买买体"}, {"\U00020BB7野", "\U00020BB6野"}, {"Ａli", "Ali"},
		{"", ""}, {"（张三）", "张三"}, {"张三【已故】[死]", "张三〔迁出〕"}, {"张\xff三", "张\xfe三"}, {"·", "."}, {"张三((", "张三))"}, {"张\uE831", "张\U000215D7"},
	} {
		f.Add(pair[0], pair[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) { checkNames(t, a, b) })
}

// checkNames holds CompareNames and CleanName of a and b against the plain
// reading of the rules.
func checkNames(t reporter, a, b string) {
	got := resident.CompareNames(a, b)
	if back := resident.CompareNames(b, a); back != got {
		t.Errorf("CompareNames(%q, %q) = %v, the other way %v", a, b, got, back)
	}
	if self := resident.CompareNames(a, resident.CleanName(a)); self != resident.Equal {
		t.Errorf("%q and its clean form are %v", a, self)
	}
	if clean := resident.CleanName(a); resident.CleanName(clean) != clean || !utf8.ValidString(clean) || blanks.MatchString(clean) {
		t.Errorf("CleanName(%q) = %q is not clean", a, clean)
	}
	bareA, bareB := bareName(a), bareName(b)
	want := resident.Different
	switch {
	case a == b, slices.Equal(bareA, bareB):
		want = resident.Equal
	case slices.EqualFunc(bareA, bareB, soundAlike),
		editDistance(bareA, bareB) == 1 && max(len(bareA), len(bareB)) >= 2:
		want = resident.Similar
	}
	if got != want {
		t.Errorf("CompareNames(%q, %q) = %v, want %v", a, b, got, want)
	}
}

// soundAlike says whether two runes are one, or have a syllable in common.
func soundAlike(r, s rune) bool {
	syllables := strings.Split(toneless(pinyin.PinyinDict[int(s)]), ",")
	return r == s || slices.ContainsFunc(strings.Split(toneless(pinyin.PinyinDict[int(r)]), ","), func(syllable string) bool {
		return syllable != "" && slices.Contains(syllables, syllable)
	})
}

// toneless drops the four tone marks, decomposed; ü and ê keep theirs.
func toneless(readings string) string {
	return strings.NewReplacer("\u0304", "", "\u0301", "", "\u030C", "", "\u0300", "").Replace(norm.NFD.String(readings))
}

func bareName(name string) []rune {
	return []rune(strings.ReplaceAll(resident.CleanName(name), "·", ""))
}

// editDistance is Levenshtein's, by the book.
func editDistance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range b {
			substituted := diagonal
			if r != s {
				substituted++
			}
			diagonal = row[j+1]
			row[j+1] = min(substituted, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
