package ledger

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"

	"github.com/bidui/bidui/internal/rules"
)

// explains says whether a stored detail tells these facts, whatever its lineage.
// It looks at the text as we write it, since there are very many; what another
// hand or version wrote is compared as data.
func explains(stored []byte, facts string) bool {
	open := facts[:len(facts)-1] // up to the brace that ends them
	if len(stored) > len(open) && string(stored[:len(open)]) == open && isLineage(stored[len(open):], facts == noDetail) {
		return true
	}
	var was, is map[string]any
	if json.Unmarshal(stored, &was) != nil || json.Unmarshal([]byte(facts), &is) != nil {
		return false
	}
	for _, origin := range rules.Origins {
		delete(was, origin)
	}
	return reflect.DeepEqual(was, is)
}

// isLineage says whether the rest of a detail is nothing but lineage.
func isLineage(rest []byte, first bool) bool {
	for ; len(rest) > 1; first = false {
		if !first {
			if rest[0] != ',' {
				return false
			}
			rest = rest[1:]
		}
		if rest = afterOrigin(rest); rest == nil {
			return false
		}
	}
	return string(rest) == "}"
}

// afterOrigin is what follows an origin, the member of a detail that text begins
// with; nil where it begins with another, or is written otherwise than we do.
func afterOrigin(text []byte) []byte {
	for _, origin := range rules.Origins {
		if len(text) < len(origin)+4 || string(text[1:len(origin)+1]) != origin || string(text[len(origin)+1:len(origin)+4]) != `":{` {
			continue
		}
		text = text[len(origin)+4:]
		end := bytes.IndexByte(text, '}')
		if end < 0 {
			return nil
		}
		if place := text[:end]; bytes.Count(place, []byte{'"'})%2 == 0 && bytes.IndexByte(place, '\\') < 0 {
			return text[end+1:]
		}
		return afterObject(text)
	}
	return nil
}

// afterObject is what follows the brace that ends an object, in which no other is;
// nil where there is none.
func afterObject(text []byte) []byte {
	quoted, escaped := false, false
	for i, c := range text {
		switch {
		case escaped:
			escaped = false
		case c == '\\':
			escaped = true
		case c == '"':
			quoted = !quoted
		case c == '}' && !quoted:
			return text[i+1:]
		}
	}
	return nil
}

// retell is the detail that tells the facts of a finding with the lineage that is
// stored; with the finding's own where that cannot be read.
func retell(stored []byte, d *rules.Detail) string {
	facts := d.Facts()
	if explains(stored, facts) {
		return string(stored)
	}
	var was map[string]json.RawMessage
	if json.Unmarshal(stored, &was) != nil {
		return d.JSON()
	}
	var told []string
	if facts != noDetail {
		told = append(told, facts[1:len(facts)-1])
	}
	for _, origin := range rules.Origins {
		if place, known := was[origin]; known {
			told = append(told, `"`+origin+`":`+string(place))
		}
	}
	return "{" + strings.Join(told, ",") + "}"
}
