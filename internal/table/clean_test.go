package table_test

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/table"
)

func TestClean(t *testing.T) {
	for cell, want := range map[string]string{
		"":                 "",
		"   ":              "",
		"张三":               "张三",
		" 张三\t":            "张三",
		"\u3000张 三\u00A0":  "张 三",
		"\uFEFF430599":     "430599",
		"\u200B430599\r\n": "430599",
		"43 05\n99":        "43 05\n99",
		"\u200C张\u200D":    "张",
		"\u2060\x01张\x7F":  "张",
		"张三\u3000":         "张三",
		`="001"`:           "001",
		`=" 001 "`:         "001",
		`=""`:              "",
		`="001`:            `="001`,
		`"001"`:            `"001"`,
		"'0012":            "0012",
		"' 0012":           "0012",
		`'="0012"`:         "0012",
		`="'0012"`:         "0012",
		"''":               "",
		"'":                "",
		"O'Neill":          "O'Neill",
		"（公章）":             "（公章）",
		"４３":               "４３",
		"é":                "é",
	} {
		if got := table.Clean(cell); got != want {
			t.Errorf("Clean(%q) = %q, want %q", cell, got, want)
		}
	}
}

// Of the blanks in a date only those between two digits mean anything.
func TestCleanDate(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "2018-09": "2018-09", " 2018 年 9 月 ": "2018年9月", "2018 - 09": "2018-09", "２０１８－０９": "2018-09", "2018\u200B09": "201809",
		"2018 1": "2018 1", "2018\u30001": "2018 1", "２０１８  １０": "2018 10", "2018\n10": "2018 10", "2018 \u200B10": "2018 10", `="2018 1"`: "2018 1", "＝＂２０１８　１＂": "2018 1",
	} {
		if got := table.CleanDate(cell); got != want {
			t.Errorf("CleanDate(%q) = %q, want %q", cell, got, want)
		}
	}
}

func TestCleanCode(t *testing.T) {
	for cell, want := range map[string]string{
		"":                 "",
		"0012":             "0012",
		"00 12":            "0012",
		"００１２":             "0012",
		"\u300000\u200B12": "0012",
		"４３05Ａ－1":          "4305A-1",
		"＝＂０１＂":            "01",
		"村 001":            "村001",
		"（1）":              "(1)",
		"！～":               "!~",
		"新\u200C村\x01":     "新村",
		"2018\n-09":        "2018-09",
	} {
		if got := table.CleanCode(cell); got != want {
			t.Errorf("CleanCode(%q) = %q, want %q", cell, got, want)
		}
	}
}

// messyCell draws text with all that sheets put into cells.
func messyCell() *rapid.Generator[string] {
	bits := []string{
		" ", "\t", "\n", "\u00A0", "\u3000", "\uFEFF", "\u200B", "\u2060", "=", `"`, `="`, "'", "＝", "＂", "＇",
		"0", "９", "Ａ", "x", "合计", "张", "，", "\xff", "√",
	}
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(bits), 0, 10).Draw(t, "bits"), "")
	})
}

// What is clean stays as it is, so that it does not matter who cleans, and how often.
func TestCleaningTwiceIsCleaningOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := messyCell().Draw(t, "cell")
		text, code := table.Clean(cell), table.CleanCode(cell)
		if again := table.Clean(text); again != text {
			t.Fatalf("Clean: %q becomes %q, then %q", cell, text, again)
		}
		if again := table.CleanCode(code); again != code {
			t.Fatalf("CleanCode: %q becomes %q, then %q", cell, code, again)
		}
		if got := table.CleanCode(text); got != code {
			t.Fatalf("CleanCode(%q) = %q, and %q of the clean text", cell, code, got)
		}
	})
}

func TestWhatCleaningLeaves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := messyCell().Draw(t, "cell")
		text, code := table.Clean(cell), table.CleanCode(cell)
		if !strings.Contains(cell, text) {
			t.Fatalf("Clean(%q) = %q, which is no part of it", cell, text)
		}
		if strings.TrimSpace(text) != text || strings.HasPrefix(text, "'") {
			t.Fatalf("Clean(%q) = %q", cell, text)
		}
		for _, r := range code {
			if unicode.IsSpace(r) || r >= '！' && r <= '～' {
				t.Fatalf("CleanCode(%q) = %q", cell, code)
			}
		}
	})
}
