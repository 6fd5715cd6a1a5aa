package rules

import (
	"slices"
	"strings"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/matchers"
)

// Options is what a Judge must know.
type Options struct {
	Jobs      []string
	AsOf      period.Date
	Held      matchers.Held // nothing that rests on missing rows is reported where a feed is held
	Enrolment bool          // the feeds of job schooling are there
	Terms     Terms
	Words     registry.Words // of which none is given, registry.DefaultWords
}

// Judge collects what the rules of some jobs find in matched members,
// households and persons.
type Judge struct {
	options    Options
	jobs       map[string]bool
	members    []func(*matchers.Member) // the rules of these jobs, by what they judge
	households []func(*matchers.Household)
	findings   map[string][]Finding

	unsupported map[string]int  // member number → position of its dibao_unsupported among the findings
	unexplained map[string]bool // numbers of households with an absence_unexplained member
	phones      map[string]int  // kind, subject and qualifier of the phone findings so far → which of the job's findings
	problems    map[string]int  // subject and text of the issued problems → position among the findings
	children    []int64         // by registry.AreaID; see Children
}

// NewJudge returns a Judge that has found nothing yet.
func NewJudge(o Options) *Judge {
	j := &Judge{
		options: o, jobs: map[string]bool{}, findings: map[string][]Finding{},
		unsupported: map[string]int{}, unexplained: map[string]bool{}, phones: map[string]int{}, problems: map[string]int{},
	}
	j.options.Terms.complete()
	if o.Words.School == nil {
		j.options.Words = registry.DefaultWords()
	}
	for _, job := range o.Jobs {
		j.jobs[job] = true
	}
	j.choose()
	return j
}

// choose gathers the rules that every member and every household goes through:
// there are millions of them.
func (j *Judge) choose() {
	if j.jobs[Assistance] {
		j.members = append(j.members, j.assistMember)
		j.households = append(j.households, j.assistHousehold)
	}
	if j.jobs[Registry] {
		j.members = append(j.members, j.checkMember)
		j.households = append(j.households, j.checkHousehold)
	}
	if j.jobs[Schooling] || j.jobs[Exits] && j.options.Enrolment { // of which exits asks whose absence is unexplained
		j.members = append(j.members, j.checkSchooling)
	}
	if j.jobs[Water] {
		j.households = append(j.households, j.checkWater)
	}
	if j.jobs[Contacts] {
		j.households = append(j.households, j.checkHelper)
	}
	if j.jobs[Exits] {
		j.households = append(j.households, j.checkExit)
	}
}

// Findings is what was found for one job.
func (j *Judge) Findings(job string) []Finding { return j.findings[job] }

// Member judges one member.
func (j *Judge) Member(m *matchers.Member) {
	for _, judge := range j.members {
		judge(m)
	}
}

// Household judges one household, after all its members.
func (j *Judge) Household(h *matchers.Household) {
	for _, judge := range j.households {
		judge(h)
	}
}

// Suspect judges one near match, after all members and before the persons.
func (j *Judge) Suspect(s *matchers.Suspect) {
	if j.jobs[Assistance] {
		j.suspectID(s)
	}
}

// Person judges one person of the rosters, after all members.
func (j *Judge) Person(p *matchers.Person) {
	if j.jobs[Assistance] {
		j.assistPerson(p)
	}
}

// values is what differs from finding to finding of one kind.
type values struct {
	qualifier                  string
	severity                   Severity
	registry, agency, expected string
	detail                     Detail
}

// report adds a finding of a kind about a subject, unless nobody asked for the
// kind's job or it rests on rows that may only be missing.
func (j *Judge) report(k *Kind, about Finding, v values) {
	if !j.jobs[k.Job] {
		return
	}
	county := about.Area.CountyKey()
	if slices.ContainsFunc(k.Absence, func(feed string) bool { return j.options.Held.Covers(feed, county) }) {
		return
	}
	about.Kind, about.Severity = k, v.severity
	about.Qualifier = strings.Clone(v.qualifier)
	about.Registry, about.Agency, about.Expected = strings.Clone(v.registry), strings.Clone(v.agency), v.expected
	about.Detail = v.detail
	j.findings[k.Job] = append(j.findings[k.Job], about)
}

func (j *Judge) reportMember(k *Kind, m *matchers.Member, v values) {
	v.detail.RegistryOrigin = m.Origin
	subject := "member:" + m.ID
	id := subject[len("member:"):]
	j.report(k, Finding{
		Subject: subject, Area: m.Place.Area,
		HouseholdID: strings.Clone(m.HouseholdID), MemberID: id,
		IDNumber: strings.Clone(m.IDText), Name: strings.Clone(m.Name),
	}, v)
}

func (j *Judge) reportHousehold(k *Kind, h *matchers.Household, v values) {
	active := h.Members.Active
	v.detail.RegistryOrigin, v.detail.Active = h.Origin, &active
	subject := "household:" + h.ID()
	id := subject[len("household:"):]
	j.report(k, Finding{
		Subject: subject, Area: h.Place.Area,
		HouseholdID: id, IDNumber: h.HeadIDText(), Name: h.HeadName(),
	}, v)
}

func (j *Judge) reportPerson(k *Kind, p *matchers.Person, v values) {
	v.detail.AgencyOrigin = originOf(p)
	subject := "person:" + p.Key.String()
	key := subject[len("person:"):]
	j.report(k, Finding{
		Subject: subject, Area: p.Place.Area,
		HouseholdID: p.HouseholdID, IDNumber: key, Name: p.Name,
	}, v)
}

// originOf is a row that speaks of the person: of the dibao feed, else of the tekun feed.
func originOf(p *matchers.Person) table.Origin {
	if p.Dibao.Carried {
		return p.Dibao.Origin
	}
	return p.Tekun.Origin
}

// said is a yes/no cell as a person would say it.
func said(a table.Answer) string { return [...]string{"", "是", "否"}[a] }
