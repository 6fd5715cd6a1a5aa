package ledger

import (
	"strings"
	"unicode/utf8"

	"github.com/bidui/bidui/internal/registry"
)

// longestName is how many characters the columns of area names and codes hold.
const longestName = 255

// divider stands between texts that are read as one: a control character, which
// JSON escapes and clean leaves in none.
const divider = "\x1f"

// clean makes text valid UTF-8, which is all that databases take, without divider.
func clean(text string) string {
	if utf8.ValidString(text) && strings.IndexByte(text, divider[0]) < 0 {
		return text
	}
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), divider, "\uFFFD")
}

// cleanArea is the area as the ledger stores it: valid, and cut where a name is
// so long that it can only be a mistake.
func cleanArea(a registry.Area) registry.Area {
	return registry.Area{Code: clip(a.Code), County: clip(a.County), Town: clip(a.Town), Village: clip(a.Village)}
}

func clip(name string) string {
	name = clean(name)
	if len(name) <= longestName {
		return name
	}
	n := 0
	for i := range name {
		if n == longestName {
			return name[:i]
		}
		n++
	}
	return name
}
