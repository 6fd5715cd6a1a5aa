package oracle

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// people are the test persons, born on 1960-01-01, and pupils by their age on
// 2018-09-01: the check characters were worked out by hand.
var people = strings.NewReplacer(
	"#seventeen", "430599200109010014", "#sixteen", "430599200209010011", "#fifteen", "430599200209020017",
	"#fourteen", "430599200409010016", "#thirteen", "430599200409020011", "#eight", "430599201009010011",
	"#seven", "430599201109010019", "#six", "430599201209010016", "#five", "430599201209020011",
	"#a", "430599196001010013", "#b", "430599196001010021", "#c", "43059919600101003X",
	"#d", "430599196001010048", "#e", "430599196001010056", "#f", "430599196001010064")

// situation is a small run told as tables of words: a header line, then one
// line a row; _ is a blank cell. Feeds left out are the plainest possible.
type situation struct {
	rule       string // what the contract says, or what sets this apart from the case above
	households string
	members    string
	villages   string
	dibao      string
	tekun      string
	water      string
	teams      string
	helpers    string
	enrolment  string
	issued     string
	adjust     func(*Input)
	want       string // lines of subject, /qualifier, severity, expected, detail as key=value
}

func sheet(table string) []Row {
	rows := []Row{}
	lines := strings.Split(strings.TrimSpace(people.Replace(table)), "\n")
	header := strings.Fields(lines[0])
	for _, line := range lines[1:] {
		row := Row{}
		for i, cell := range strings.Fields(line) {
			row[header[i]] = strings.Trim(cell, "_")
		}
		rows = append(rows, row)
	}
	return rows
}

func (s situation) input() Input {
	or := func(table, plain string) []Row {
		if table == "" {
			table = plain
		}
		return sheet(table)
	}
	in := Input{
		AsOf:       "2018-10-15",
		Households: or(s.households, "household_id attribute safe_water\nH1 一般农户 是"),
		Members:    or(s.members, "member_id household_id name id_number dibao\nM1 H1 张三 #a 否"),
		Villages:   or(s.villages, "area_code village poor_village"),
		Dibao:      or(s.dibao, "id_number name start"),
		Tekun:      or(s.tekun, "id_number name start"),
		Water:      or(s.water, "household_id quantity"),
		WorkTeams:  or(s.teams, "area_code name phone"),
		Helpers:    or(s.helpers, "household_id name phone\nH1 王五 13800138001"),
		Enrolment:  or(s.enrolment, "id_number name status"),
		Issued:     or(s.issued, "household_id problem"),
	}
	if s.adjust != nil {
		s.adjust(&in)
	}
	return in
}

// written is a finding as the tables write it.
func written(f Finding) string {
	parts := []string{f.Subject}
	if f.Qualifier != "" {
		parts = append(parts, "/"+f.Qualifier)
	}
	parts = append(parts, f.Severity)
	if f.Expected != "" {
		parts = append(parts, f.Expected)
	}
	for _, key := range slices.Sorted(maps.Keys(f.Detail)) {
		parts = append(parts, key+"="+f.Detail[key])
	}
	return strings.Join(parts, " ")
}

// judge holds what Judge finds of one kind against the situations' own words.
func judge(t *testing.T, kind string, situations []situation) {
	t.Helper()
	for i, s := range situations {
		t.Run(fmt.Sprintf("%s/%d", kind, i), func(t *testing.T) {
			var got []string
			for _, f := range Judge(s.input()) {
				if f.Kind == kind {
					got = append(got, written(f))
				}
			}
			var want []string
			for line := range strings.Lines(people.Replace(s.want)) {
				if line = strings.TrimSpace(line); line != "" {
					want = append(want, line)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s\n got %q\nwant %q", s.rule, got, want)
			}
		})
	}
}
