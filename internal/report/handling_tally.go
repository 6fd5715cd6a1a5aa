package report

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/bidui/bidui/internal/rules"
)

// handlingTally counts entries by county and handling.
type handlingTally struct {
	counties map[countyLabel]map[*rules.Handling]*handlingCount
}

// handlingCount is one cell of the statistics.
type handlingCount struct {
	rows       int
	households map[string]bool
	persons    map[string]bool
	people     int // of households, in lists of households
	unknown    int // households whose people nobody has counted
}

// sums is a count in numbers.
type sums struct{ rows, households, persons int }

func newHandlingTally() *handlingTally {
	return &handlingTally{counties: map[countyLabel]map[*rules.Handling]*handlingCount{}}
}

// tally counts all lists.
func (l *handlingLists) tally() *handlingTally {
	t := newHandlingTally()
	for h, entries := range l.of {
		for i := range entries {
			t.add(h, &entries[i])
		}
	}
	return t
}

func (t *handlingTally) add(h *rules.Handling, e *entry) {
	if t.counties[e.county] == nil {
		t.counties[e.county] = map[*rules.Handling]*handlingCount{}
	}
	c := t.counties[e.county][h]
	if c == nil {
		c = &handlingCount{households: map[string]bool{}, persons: map[string]bool{}}
		t.counties[e.county][h] = c
	}
	c.rows++
	if homes := e.homes(); homes != "" {
		c.households[homes] = true
	}
	switch {
	case h.About == rules.AHousehold:
		if e.people < 0 {
			c.unknown++
		}
		c.people += max(e.people, 0)
	case e.Party.IsPerson:
		c.persons[e.Same()] = true
	}
}

// sums is zeros where c is nil.
func (c *handlingCount) sums() sums {
	if c == nil {
		return sums{}
	}
	return sums{rows: c.rows, households: len(c.households), persons: len(c.persons) + c.people}
}

func (s sums) plus(t sums) sums {
	return sums{rows: s.rows + t.rows, households: s.households + t.households, persons: s.persons + t.persons}
}

// order is the counties in their order.
func (t *handlingTally) order() []countyLabel {
	var counties []countyLabel
	for county := range t.counties {
		counties = append(counties, county)
	}
	slices.SortFunc(counties, countyLabel.before)
	return counties
}

// cells is households and persons of a county, handling by handling.
func (t *handlingTally) cells(county countyLabel) []string {
	var cells []string
	for _, h := range rules.Handlings {
		cells = append(cells, t.counties[county][h].sums().cells()...)
	}
	return cells
}

// totals is cells of all counties.
func (t *handlingTally) totals() []string {
	var cells []string
	for _, h := range rules.Handlings {
		cells = append(cells, t.total(h).cells()...)
	}
	return cells
}

func (s sums) cells() []string { return []string{strconv.Itoa(s.households), strconv.Itoa(s.persons)} }

func (t *handlingTally) total(h *rules.Handling) (total sums) {
	for county := range t.counties {
		total = total.plus(t.counties[county][h].sums())
	}
	return total
}

// unknown is how many households there are whose people nobody has counted.
func (t *handlingTally) unknown() (n int) {
	for _, county := range t.counties {
		for _, c := range county {
			n += c.unknown
		}
	}
	return n
}

// agree holds what is stated of a handling against what was written of it,
// county by county.
func (t *handlingTally) agree(h *rules.Handling, written *handlingTally) error {
	for _, county := range slices.Concat(t.order(), written.order()) {
		if stated, listed := t.counties[county][h].sums(), written.counties[county][h].sums(); stated != listed {
			return fmt.Errorf("%w: %s of %s: %+v are stated, %+v listed", errSums, h.Name, county.label(), stated, listed)
		}
	}
	return nil
}
