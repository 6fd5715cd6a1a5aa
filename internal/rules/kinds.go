package rules

import "slices"

// The jobs, by the names that commands, configuration and metrics use.
const (
	Assistance = "assistance"
	Registry   = "registry"
	Water      = "water"
	Contacts   = "contacts"
	Schooling  = "schooling"
	Exits      = "exits"
	Issued     = "issued"
)

// Jobs lists every job in the order in which they run and are printed.
var Jobs = []*Job{
	{Name: Assistance, Title: "民政救助比对", English: "Assistance", Feeds: []string{"households", "members", "dibao", "tekun"}},
	{Name: Registry, Title: "登记自查", English: "Registry", Feeds: []string{"households", "members"}},
	{Name: Water, Title: "饮水安全比对", English: "Safe water", Feeds: []string{"households", "members", "water"}},
	{Name: Contacts, Title: "帮扶联系核对", English: "Contacts", Feeds: []string{"households", "members", "villages", "helpers", "work_teams"}},
	{Name: Schooling, Title: "义务教育比对", English: "Schooling", Feeds: []string{"households", "members", "enrolment"}},
	{Name: Exits, Title: "脱贫质量核查", English: "Exits", Feeds: []string{"households", "members"}, OneOf: []string{"water", "enrolment"}},
	{Name: Issued, Title: "省下发问题清单", English: "Issued problems", Feeds: []string{"households", "members", "issued"}},
}

// Job is a set of kinds that are judged and recorded together.
type Job struct {
	Name, Title, English string
	Feeds                []string // the feeds without which it cannot run
	OneOf                []string // of these it needs one more, and reads all that are there
}

// JobNamed finds a job by its name.
func JobNamed(name string) (*Job, bool) {
	i := slices.IndexFunc(Jobs, func(j *Job) bool { return j.Name == name })
	if i < 0 {
		return nil, false
	}
	return Jobs[i], true
}

// Kind is one sort of discrepancy: its name, what people are told of it, and
// what it rests on.
type Kind struct {
	Name    string // stable: stored in the ledger, exported, a metric label
	Job     string
	Agency  string // who owns the other side: civil, water, registry
	Title   string // Chinese, for people
	English string // the title by option
	Source  string // the policy answer or standard behind the rule, in Chinese
	Advice  string // what to do about one, in Chinese

	Feeds   []string // the feeds it is judged from: while a county is held for one of them, none is resolved there
	Absence []string // those of Feeds whose missing rows would open it: while a county is held for one, none is opened there
	IDs     bool     // its registry and agency values are ID numbers, to be masked

	Proposal *Handling // what is proposed to do about one; nil: nothing, people must see. A route in the detail goes before
}

// KindNamed finds a kind by its stable name.
func KindNamed(name string) (*Kind, bool) {
	i := slices.IndexFunc(Kinds, func(k *Kind) bool { return k.Name == name })
	if i < 0 {
		return nil, false
	}
	return Kinds[i], true
}

// RestsOn says whether a discrepancy of k with this qualifier is judged from
// feed. Where the qualifier is itself a roster, the other rosters have no say.
func (k *Kind) RestsOn(feed, qualifier string) bool {
	if !slices.Contains(k.Feeds, feed) {
		return false
	}
	if k == ExitDoubtful && feed == Water {
		return qualifier == Water
	}
	if rosters := []string{"dibao", "tekun"}; slices.Contains(rosters, qualifier) && slices.Contains(rosters, feed) {
		return feed == qualifier
	}
	return true
}
