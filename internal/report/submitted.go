package report

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

// handlingLists is the entries of each list, in the order in which they are written.
type handlingLists struct {
	of map[*rules.Handling][]entry
}

// entry is a row of a list: a household, member or person with all
// discrepancies that put them there, or of other handlings one discrepancy.
type entry struct {
	rules.Decided
	first   ledger.Handled // the one with the smallest number; of a household with the head's name where one has it
	county  countyLabel
	people  int // active members of the household; -1: not known
	ids     []int64
	reasons []string
}

// countyLabel is a county by code and name, either of which may be missing.
type countyLabel struct{ code, name string }

func (c countyLabel) label() string { return cmp.Or(c.name, c.code, "（未写明）") }

// before puts counties in the order of their codes, those without behind, and
// last what belongs to none.
func (c countyLabel) before(d countyLabel) int {
	return cmp.Or(lastIfEmpty(c.code, d.code), lastIfEmpty(c.name, d.name))
}

func lastIfEmpty(a, b string) int {
	if (a == "") != (b == "") {
		return -cmp.Compare(len(a), len(b))
	}
	return strings.Compare(a, b)
}

// size is how many live in the household, or "" where nobody has counted.
func (e *entry) size() string {
	if e.people < 0 {
		return ""
	}
	return strconv.Itoa(e.people)
}

func (e *entry) homes() string  { return strings.Join(e.Homes(), "、") }
func (e *entry) reason() string { return strings.Join(e.reasons, "；") }

func (e *entry) numbers() string {
	texts := make([]string, len(e.ids))
	for i, id := range e.ids {
		texts[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(texts, "、")
}

// listsOf makes lists of rows that come by number. The error names every row
// that must not be handed in as it is.
func listsOf(rows Handlings) (*handlingLists, error) {
	lists := &handlingLists{of: map[*rules.Handling][]entry{}}
	places := map[string]int{} // of entries in their list, by handling and who it is
	names := countyNames{}
	var decided []rules.Decided
	var faults []error
	for row, err := range rows {
		if err != nil {
			return nil, err
		}
		d, err := row.Decided()
		if err == nil && strings.TrimSpace(row.Reason) == "" {
			err = fmt.Errorf("discrepancy %d is handled without a reason; `bidui handle %[1]d` gives it one", row.ID)
		}
		if err != nil {
			faults = append(faults, err)
			continue
		}
		decided = append(decided, d)
		names.learn(row.Area())
		list, key := lists.of[d.Handling], d.Handling.Name+" "+d.Same()
		at, known := places[key]
		if !known || !d.Handling.Listed {
			at = len(list)
			places[key] = at
			list = append(list, entry{Decided: d, first: row, people: row.People})
		}
		list[at].note(&row)
		lists.of[d.Handling] = list
	}
	for _, ids := range rules.Overlaps(decided) {
		faults = append(faults, fmt.Errorf("discrepancies %s put one person or household in more than one list; `bidui handle --clear` takes a decision back", joinNumbers(ids)))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	lists.settle(names)
	return lists, nil
}

// note adds a discrepancy to the entry.
func (e *entry) note(row *ledger.Handled) {
	e.ids = append(e.ids, row.ID)
	if e.Handling.About == rules.AHousehold && isHousehold(row) && !isHousehold(&e.first) {
		e.first.Name, e.first.IDNumber = row.Name, row.IDNumber // the head's
	}
	e.people = max(e.people, row.People)
	if reason := strings.TrimSpace(row.Reason); !slices.Contains(e.reasons, reason) {
		e.reasons = append(e.reasons, reason)
	}
}

func isHousehold(row *ledger.Handled) bool { return strings.HasPrefix(row.Subject, "household:") }

// settle says of each entry which county it belongs to, and puts all in order.
func (l *handlingLists) settle(names countyNames) {
	for _, list := range l.of {
		for i := range list {
			list[i].county = names.label(list[i].first.Area())
		}
		slices.SortFunc(list, func(a, b entry) int {
			return cmp.Or(a.county.before(b.county),
				strings.Compare(a.first.AreaCode, b.first.AreaCode), strings.Compare(a.first.Town, b.first.Town), strings.Compare(a.first.Village, b.first.Village),
				strings.Compare(a.homes(), b.homes()), cmp.Compare(a.ID, b.ID))
		})
	}
}

// countyNames is the names that counties with a code go by, and the codes of names.
type countyNames map[string][]string

func (n countyNames) learn(a registry.Area) {
	if key := a.CountyKey(); key != a.County && a.County != "" {
		n.pair(key, a.County)
		n.pair(a.County, key)
	}
}

func (n countyNames) pair(word, other string) {
	if !slices.Contains(n[word], other) {
		n[word] = append(n[word], other)
	}
}

// label is the county of an area. One that has a name alone is that with a code,
// where one county goes by the name.
func (n countyNames) label(a registry.Area) countyLabel {
	key := a.CountyKey()
	if key != a.County { // a code
		return countyLabel{code: key, name: strings.Join(slices.Sorted(slices.Values(n[key])), "／")}
	}
	if codes := n[a.County]; len(codes) == 1 {
		return countyLabel{code: codes[0], name: strings.Join(slices.Sorted(slices.Values(n[codes[0]])), "／")}
	}
	return countyLabel{name: a.County}
}

func joinNumbers(ids []int64) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(texts, ", ")
}

// reasonCount is how many entries of a list have a reason in a county.
type reasonCount struct {
	reason string
	county countyLabel
	rows   int
}

// countReasons begins with the reason that most entries have.
func countReasons(entries []entry) []reasonCount {
	all := map[string]int{}
	by := map[reasonCount]int{}
	for i := range entries {
		reason := entries[i].reason()
		all[reason]++
		by[reasonCount{reason: reason, county: entries[i].county}]++
	}
	var counts []reasonCount
	for c, n := range by {
		c.rows = n
		counts = append(counts, c)
	}
	slices.SortFunc(counts, func(a, b reasonCount) int {
		return cmp.Or(all[b.reason]-all[a.reason], strings.Compare(a.reason, b.reason), a.county.before(b.county))
	})
	return counts
}
