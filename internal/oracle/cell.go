package oracle

import (
	"strconv"
	"strings"
	"unicode"
)

// text is the cell without what sheets wrap around it: BOM and zero-width
// characters, outer white space, ="…" and a leading '; full-width characters
// become ASCII.
func text(cell string) string {
	cell = strings.TrimSpace(halfWidth(cell))
	if len(cell) >= 3 && strings.HasPrefix(cell, `="`) && strings.HasSuffix(cell, `"`) {
		cell = cell[2 : len(cell)-1]
	}
	return strings.TrimSpace(strings.TrimPrefix(cell, "'"))
}

// word is text without blanks: so words are compared.
func word(cell string) string { return strings.Join(strings.Fields(text(cell)), "") }

// halfWidth drops characters without width and writes full-width ones as ASCII.
func halfWidth(cell string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r):
			return -1
		case r == '\u3000' || r == '\u00a0':
			return ' '
		case '！' <= r && r <= '～':
			return r - '！' + '!'
		}
		return r
	}, cell)
}

// yesNo reads a yes/no cell as 是 or 否; blank and anything else is "", unknown.
func yesNo(cell string) string {
	switch word(cell) {
	case "是", "有", "√", "Y", "1", "true":
		return "是"
	case "否", "无", "×", "N", "0", "false":
		return "否"
	}
	return ""
}

// benefitFlag is yesNo with the words that only the flags dibao and tekun take.
func benefitFlag(cell string) string {
	switch word(cell) {
	case "农村低保", "城市低保", "低保", "农村特困", "城市特困":
		return "是"
	case "未享受", "不享受":
		return "否"
	}
	return yesNo(cell)
}

// count reads a number of persons; false is unknown.
func count(cell string) (int, bool) {
	n, err := strconv.Atoi(text(cell))
	return n, err == nil && n >= 0
}

// attributeClass is general, dibao, tekun or unknown.
func attributeClass(cell string) string {
	switch word(cell) {
	case "一般贫困户", "一般农户", "一般脱贫户":
		return "general"
	case "低保贫困户", "低保户":
		return "dibao"
	case "特困供养贫困户", "特困供养户", "五保贫困户", "五保户":
		return "tekun"
	}
	return "unknown"
}

// otherDocument says whether an id_type names another document than the
// citizen's identity number stands in.
func otherDocument(idType string) bool {
	switch text(idType) {
	case "", "居民身份证", "身份证", "户口簿", "残疾人证":
		return false
	}
	return true
}
