package oracle

import (
	"cmp"
	"slices"
)

// Row is one row of a feed: canonical field name → cell as it stands in the
// sheet. A field that no row of the feed has is a column that is not mapped;
// "" is a blank cell.
type Row map[string]string

// Input mirrors the feeds of a run and the settings that bear on them. A feed
// that is nil is not configured: the jobs that need it are not judged. A roster
// is monthly if any of its rows has a month, else it holds spells.
type Input struct {
	AsOf                          string // 2018-10-15
	WindowFrom, WindowThrough     string // the assistance window W; default 2017-10 … 2018-09
	MidYearFrom, MidYearThrough   string // the mid-year batch; default 2018-04 … 2018-09
	Households, Members, Villages []Row
	Dibao, Tekun, Water           []Row
	WorkTeams, Helpers            []Row
	Enrolment, Issued             []Row
	EndFirstUnpaid                bool                // the rosters' end is the first month that was not paid
	TeamBasis                     string              // who counts as poor: unlifted, the default, or registered
	Held                          map[string][]string // feed → counties held: six digits, or the name where there is no code
}

// Finding is one discrepancy. Detail holds the contract's detail.* by their
// names (route, class, reason, members, ours; inferred, outside_window and
// suspected as "true") and is nil when there is none. members are the member ids
// and ours the kinds, sorted and joined by commas.
type Finding struct {
	Job, Kind, Subject, Qualifier string
	Severity, Expected            string
	Detail                        map[string]string

	// County is that of the household or village, "" for a phone. A person is
	// counted with the household of the first member (by id) of that number,
	// else where all rows of the person that name a county name the same one.
	County string
}

// Judge is what a run over in has to find, sorted by job, kind, subject and qualifier.
func Judge(in Input) []Finding {
	if in.Households == nil || in.Members == nil {
		return nil
	}
	w := read(in)
	w.judgeRegistry()
	if in.Dibao != nil && in.Tekun != nil {
		w.judgeAssistance()
	}
	if in.Water != nil {
		w.judgeWater()
	}
	if in.Villages != nil && in.Helpers != nil && in.WorkTeams != nil {
		w.judgeContacts()
	}
	if in.Enrolment != nil {
		w.judgeSchooling()
	}
	if in.Water != nil || in.Enrolment != nil {
		w.judgeExits()
	}
	if in.Issued != nil { // the last, for it names what the others found
		w.judgeIssued()
	}
	slices.SortFunc(w.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Job, b.Job), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Qualifier, b.Qualifier))
	})
	return w.found
}

// mapped says whether the feed has the column at all.
func mapped(feed []Row, field string) bool {
	return slices.ContainsFunc(feed, func(row Row) bool {
		_, has := row[field]
		return has
	})
}
