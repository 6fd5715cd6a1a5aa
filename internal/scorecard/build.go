package scorecard

import (
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

// Options is what a scorecard is to tell.
type Options struct {
	At            time.Time      // how things stood then
	Zone          *time.Location // of days and months
	Month         period.Month   // whose end At is; unknown: none
	From, Through period.Date    // the period, both inclusive; unknown: no limit
	Job, Kind     string         // only these; empty: all
	ByMonth       bool           // the trend is by month
	Settings
}

// Settings is what the configuration says of scorecards.
type Settings struct {
	Bars    Bars
	Jump    int64 // hundredths: 200 is twice, or half
	Plan    Plan
	Aliases registry.Aliases
}

// in says whether an instant is in the period.
func (o Options) in(at time.Time) bool {
	day := period.DateAt(at.In(o.Zone))
	return (!o.From.Known() || o.From <= day) && (!o.Through.Known() || day <= o.Through)
}

// Builder makes a card, history by history.
type Builder struct {
	options  Options
	card     Card
	counties map[string]*lines
	codes    map[string]string // name → the only code that counties of that name have
	facts    map[string]ledger.CountyFacts
	year     int // of the exits; 0: there are none
}

// lines is a county in the making.
type lines struct {
	name  string
	kinds map[string]*Figures
}

// New prepares a card from the runs until Options.At.
func New(o Options, past ledger.Past) (*Builder, error) {
	if o.At.IsZero() || o.Zone == nil {
		return nil, errors.New("a scorecard needs a time and a time zone")
	}
	b := &Builder{options: o, counties: map[string]*lines{}, codes: map[string]string{}, facts: map[string]ledger.CountyFacts{}}
	b.card = Card{At: o.At.In(o.Zone), From: o.From.String(), Through: o.Through.String(), Job: o.Job, Kind: o.Kind, Bars: o.Bars, Runs: []Run{}}
	if o.Month.Known() {
		b.card.Month = o.Month.String()
	}
	b.card.Points = rounds(past.Whole, b.card.At)
	if o.ByMonth {
		b.card.Points = months(past.Whole, b.card.At, o.Zone)
	}
	for i := range b.card.Points {
		b.card.Points[i].At = b.card.Points[i].At.In(o.Zone)
	}
	b.learn(past.Last)
	for _, run := range past.Last {
		b.check(run)
	}
	return b, nil
}

// learn takes the names and exits of the counties from the newest run.
func (b *Builder) learn(runs []ledger.LastRun) {
	var newest ledger.LastRun
	var facts map[string]ledger.CountyFacts
	for _, run := range runs {
		for _, feed := range run.Feeds {
			if feed.Feed == "households" && len(feed.Counties) > 0 && run.ID > newest.ID {
				newest, facts = run, feed.Counties
			}
		}
	}
	b.year = yearOf(newest.AsOf)
	for key, fact := range facts {
		if fact.Name == "" || fact.Name == key {
			continue
		}
		if known, shared := b.codes[fact.Name]; shared && known != key {
			key = ""
		}
		b.codes[fact.Name] = key
	}
	for key, fact := range facts {
		now := b.now(key)
		sum := b.facts[now]
		if sum.Exits == nil {
			sum.Exits = map[int]int64{}
		}
		if sum.Name == "" || now == key {
			sum.Name = fact.Name
		}
		for year, n := range fact.Exits {
			sum.Exits[year] += n
		}
		b.facts[now] = sum
	}
}

// now is the key of a county by its newest code, where one is known.
func (b *Builder) now(key string) string {
	key = b.options.Aliases.Now(key)
	if code := b.codes[key]; code != "" {
		return b.options.Aliases.Now(code)
	}
	return key
}

// check enters how much each kind of a run's job was judged on.
func (b *Builder) check(run ledger.LastRun) {
	b.card.Runs = append(b.card.Runs, Run{Job: run.Job, Run: run.ID, AsOf: run.AsOf, At: run.At.In(b.options.Zone)})
	for _, kind := range rules.Kinds {
		basis := BasisOf(kind)
		if kind.Job != run.Job || basis == Nothing || b.options.Kind != "" && kind.Name != b.options.Kind {
			continue
		}
		for county, n := range basis.countIn(run, yearOf(run.AsOf)) {
			if n > 0 {
				b.line(county, kind.Name).Checked += n
			}
		}
	}
}

// Add takes up what became of one discrepancy.
func (b *Builder) Add(h *ledger.History) {
	kind, known := rules.KindNamed(h.Kind)
	if !known || BasisOf(kind) == Nothing {
		return
	}
	figures := b.figuresOf(h)
	if figures.Opened+figures.Due+figures.Unresolved+figures.Reopened == 0 && figures.Trend == nil {
		return
	}
	key := b.now(h.Area.CountyKey())
	b.line(key, h.Kind).Add(figures)
	if c := b.counties[key]; c.name == "" {
		c.name = b.options.Aliases.Now(h.Area.County)
	}
}

// line is the figures of a kind in a county.
func (b *Builder) line(county, kind string) *Figures {
	county = b.now(county)
	c := b.counties[county]
	if c == nil {
		c = &lines{name: b.facts[county].Name, kinds: map[string]*Figures{}}
		b.counties[county] = c
	}
	f := c.kinds[kind]
	if f == nil {
		f = &Figures{}
		c.kinds[kind] = f
	}
	return f
}

// Card is the card of what was taken up. Call it once.
func (b *Builder) Card() Card {
	plans, unknown := b.plans()
	b.card.Unknown = unknown
	b.card.Counties = []County{}
	for _, key := range slices.Sorted(maps.Keys(b.counties)) {
		c := b.counties[key]
		county := County{Key: key, Name: c.name}
		if county.Name == key {
			county.Name = ""
		}
		for _, kind := range slices.SortedFunc(maps.Keys(c.kinds), func(x, y string) int { return position(x) - position(y) }) {
			county.Lines = append(county.Lines, Line{Kind: kind, Figures: *c.kinds[kind]})
		}
		if b.year != 0 {
			county.Exits = exited(b.facts[key], b.year, plans[key], b.options.Jump)
		}
		b.card.Counties = append(b.card.Counties, county)
	}
	return b.card
}

// plans is the year's plan by county, and who is in it but not in the registry.
func (b *Builder) plans() (plans map[string]*int64, unknown []string) {
	plans = map[string]*int64{}
	for _, named := range slices.Sorted(maps.Keys(b.options.Plan)) {
		planned, said := b.options.Plan[named][b.year]
		if !said {
			continue
		}
		key := b.now(named)
		if b.counties[key] == nil {
			unknown = append(unknown, named)
			continue
		}
		plans[key] = &planned
	}
	return plans, unknown
}

// position is where a kind stands in the list of kinds; unknown ones are last.
func position(kind string) int {
	i := slices.IndexFunc(rules.Kinds, func(k *rules.Kind) bool { return k.Name == kind })
	if i < 0 {
		return len(rules.Kinds)
	}
	return i
}

func yearOf(asOf string) int {
	date, _ := period.ParseDate(asOf)
	return date.Year()
}
