package report

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
)

// slip is how two ID numbers are near each other, as the ledger's detail tells it.
type slip struct {
	Difference string `json:"difference"`
	Position   int    `json:"position"`
	Registry   string `json:"registry_number"` // masked, with the difference in brackets
	Agency     string `json:"agency_number"`
}

// slipOf is the slip of a number that is suspected to be wrong; the zero slip
// of anything else. A discrepancy of former days may have no masked numbers.
func slipOf(d ledger.Discrepancy) slip {
	var s slip
	if d.Kind == rules.IDSuspected.Name && json.Unmarshal([]byte(d.Detail), &s) != nil {
		return slip{}
	}
	return s
}

// show puts the numbers that show the difference in the place of those that
// are masked whole.
func (s slip) show(d ledger.Discrepancy) ledger.Discrepancy {
	if s.Registry != "" && s.Agency != "" {
		d.RegistryValue, d.AgencyValue = s.Registry, s.Agency
	}
	return d
}

// say is the slip in words, seen from the registry's number: 第15位 3→8.
func (s slip) say(l Language) string {
	from, to := inBrackets(s.Registry), inBrackets(s.Agency)
	switch s.Difference {
	case "substituted":
		return fmt.Sprintf(l.say("第%d位%s", "character %d%s"), s.Position, after(from, "→", to))
	case "transposed":
		return fmt.Sprintf(l.say("第%d、%d位，相邻两位颠倒%s", "characters %d and %d transposed%s"), s.Position, s.Position+1, after(from, "→", to))
	case "missing":
		return fmt.Sprintf(l.say("登记少一位：第%d位%s", "registry lacks character %d%s"), s.Position, after("(", to, ")"))
	case "extra":
		return fmt.Sprintf(l.say("登记多一位：第%d位%s", "registry has character %d too many%s"), s.Position, after("(", from, ")"))
	case "damaged":
		return fmt.Sprintf(l.say("末几位损坏：第%d位起", "last characters damaged, from character %d"), s.Position)
	case "head":
		return l.say("登记无号码，户主相同", "no number registered, the same head of household")
	}
	return ""
}

// after is the parts after a blank, or "" where one of them is not known.
func after(parts ...string) string {
	if slices.Contains(parts, "") {
		return ""
	}
	return " " + strings.Join(parts, "")
}

// inBrackets is what stands in a text's brackets.
func inBrackets(text string) string {
	_, rest, _ := strings.Cut(text, "[")
	inside, _, _ := strings.Cut(rest, "]")
	return inside
}
