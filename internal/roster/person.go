package roster

import (
	"strings"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/table"
)

// Person is one row of the dibao or tekun feed: a person, and the months for
// which the row says that he was paid. Text points into the batch it was read
// from. It mirrors the feeds' columns.
type Person struct {
	Resident  resident.ID
	Name      string
	Head      resident.Key // of the row's head_id; 0 where there is none that matches
	BenefitNo string
	Size      int // household_size; -1 unknown
	Covered   int // covered_size; -1 unknown
	From      period.Month
	Through   period.Month // unknown: still paid
	Monthly   bool         // the row stands for one month, or one quarter, of a monthly feed
	Accepted  bool         // the row could be read
	Usable    bool         // it counts as evidence that the person is paid
	Stray     bool         // it would be usable, but for a number that cannot match
	IDText    string       // the number of a row whose number cannot match, cleaned
	Area      registry.Area
	Origin    table.Origin
}

const (
	psIDNumber = iota
	psName
	psStart
	psEnd
	psMonth
	psAreaCode
	psCounty
	psTown
	psVillage
	psHeadID // from here on dibao only
	psBenefitNo
	psSize
	psCoveredSize
	psCovered
	psCategory
	psMode = psHeadID // tekun only
)

var personFields = []table.Field{
	psIDNumber: {Name: "id_number", Aliases: table.IDNumbers, Required: true, Key: true, Personal: true},
	psName:     {Name: "name", Aliases: table.Names, Required: true, Personal: true},
	psStart:    {Name: "start", Aliases: []string{"救助起始年月", "起始年月"}},
	psEnd:      {Name: "end", Aliases: []string{"停发年月", "终止年月"}},
	psMonth:    {Name: "month", Aliases: []string{"年月", "发放年月"}},
	psAreaCode: {Name: "area_code", Aliases: table.AreaCodes},
	psCounty:   {Name: "county", Aliases: table.Counties},
	psTown:     {Name: "town", Aliases: table.Towns},
	psVillage:  {Name: "village", Aliases: table.Villages},
}

// DibaoSchema declares the feed dibao.
var DibaoSchema = &table.Schema{Feed: "dibao", Agency: "civil", Group: []int{psName, psIDNumber}, Fields: extend(personFields,
	table.Field{Name: "head_id", Aliases: table.HeadIDs, Personal: true},
	table.Field{Name: "benefit_no", Aliases: []string{"低保证号", "救助证号"}},
	table.Field{Name: "household_size", Aliases: []string{"家庭人口数"}},
	table.Field{Name: "covered_size", Aliases: []string{"保障人口数"}},
	table.Field{Name: "covered", Aliases: []string{"是否保障对象"}},
	table.Field{Name: "category", Aliases: []string{"保障类别"}},
)}

// TekunSchema declares the feed tekun.
var TekunSchema = &table.Schema{Feed: "tekun", Agency: "civil", Fields: extend(personFields,
	table.Field{Name: "mode", Aliases: []string{"供养方式"}},
)}

func extend(fields []table.Field, more ...table.Field) []table.Field {
	return append(append([]table.Field(nil), fields...), more...)
}

// CheckCutOff notes on a row of the wide layout that it has fewer persons than
// it says are covered: whoever filled it in ran out of columns.
func CheckCutOff(r *table.Record, persons int) {
	if covered, ok := r.Count(psCoveredSize); ok && persons < covered {
		r.Reject(psCoveredSize, table.ReasonCutOff)
	}
}

// Terms is what the configuration says of a roster's time.
type Terms struct {
	FirstUnpaid bool // a spell's end is the first month not paid
	Quarterly   bool // a month or a quarter stands for the three months of that calendar quarter
}

// Timing is how one table of a roster says which months it pays for.
type Timing struct {
	Terms
	Monthly bool         // rows stand for single months or quarters, not for spells
	Month   period.Month // of every row, where a name says it; of a quarter any
	Named   period.Month // likewise, of the rows in which the month column is blank; unknown: those cannot be used
}

// TimingOf finds how the mapped table tells time: a month column, else a start
// column, else a month in the name of sheet, file or directory, which stands for
// blank cells of a month column too. The error says why none of the names will do.
func TimingOf(m *table.Mapping, src *table.Source, terms Terms) (Timing, error) {
	switch {
	case m.Has(psMonth):
		named, _ := terms.monthOf(src, m.Schema.Feed) // without one, blank cells are rejects
		return Timing{Terms: terms, Monthly: true, Named: named}, nil
	case m.Has(psStart):
		return Timing{Terms: terms}, nil
	}
	month, err := terms.monthOf(src, m.Schema.Feed)
	return Timing{Terms: terms, Monthly: true, Month: month}, err
}

// ReadPerson reads the record's row. Where it cannot be used a reject says why;
// what such a row says of kin is still there, if its number can match.
func ReadPerson(r *table.Record, words *Words, timing Timing, asOf period.Date) Person {
	p := Person{
		Resident: resident.ParseID(r.Raw(psIDNumber), asOf),
		Name:     r.Text(psName),
		Area:     registry.ReadArea(r, psAreaCode),
		Size:     -1,
		Covered:  -1,
		Monthly:  timing.Monthly,
		Origin:   r.Origin(),
	}
	if p.Name == "" {
		r.Lose(psName, table.ReasonMissing)
	}
	readTime(r, &p, timing)
	covered := table.Unknown
	if r.Mapping.Schema == DibaoSchema {
		covered = readDibao(r, &p, words, asOf)
	}
	sound := !r.Lost() && covered != table.No
	switch reason := p.Resident.Reason; {
	case !reason.Matchable():
		r.Lose(psIDNumber, reason.String())
		p.IDText = resident.CleanID(r.Raw(psIDNumber))
		p.Stray = sound
	case reason != resident.None:
		r.Reject(psIDNumber, reason.String())
	}
	p.Accepted = !r.Lost()
	p.Usable = p.Accepted && sound
	return p
}

func readDibao(r *table.Record, p *Person, words *Words, asOf period.Date) table.Answer {
	head := resident.ParseID(r.Raw(psHeadID), asOf)
	p.Head = head.Key
	if head.Reason != resident.None && head.Reason != resident.Missing {
		r.Reject(psHeadID, head.Reason.String())
	}
	p.BenefitNo = r.OptionalCode(psBenefitNo)
	if size, ok := r.Count(psSize); ok {
		p.Size = size
	}
	if size, ok := r.Count(psCoveredSize); ok {
		p.Covered = size
	}
	return words.covered(r, psCovered)
}

// readTime fills the months that the row pays for, or loses the row.
func readTime(r *table.Record, p *Person, timing Timing) {
	switch {
	case timing.Month.Known():
		p.pays(timing.spanOf(timing.Month))
		return
	case timing.Monthly && (r.Code(psMonth) != "" || r.Broken(psMonth)):
		p.pays(requiredPeriod(r, psMonth, timing.Quarterly))
		return
	case timing.Named.Known() && r.Code(psStart) == "" && !r.Broken(psStart):
		p.pays(timing.spanOf(timing.Named))
		return
	}
	if timing.Monthly && !r.Mapping.Has(psStart) {
		r.Lose(psMonth, table.ReasonMissing)
		return
	}
	p.Monthly = false
	p.From = requiredMonth(r, psStart)
	if end := r.Code(psEnd); end == "" && !r.Broken(psEnd) || strings.HasPrefix(end, endless) || !p.From.Known() {
		return
	}
	if p.Through = requiredMonth(r, psEnd); !p.Through.Known() {
		return
	}
	if p.Through < p.From {
		r.Lose(psEnd, table.ReasonOrder)
	}
	if timing.FirstUnpaid {
		p.Through-- // a spell that ends where it starts pays for nothing
	}
}

// endless begins the end of a spell that databases write where there is none:
// 9999-12-31.
const endless = "9999"

// spanOf is the months that a named month stands for.
func (t Timing) spanOf(month period.Month) period.Window {
	if t.Quarterly {
		return month.Quarter()
	}
	return period.Window{From: month, Through: month}
}

func (p *Person) pays(w period.Window) { p.From, p.Through = w.From, w.Through }

// requiredPeriod is the month of a field, or the quarter where cells stand for quarters.
func requiredPeriod(r *table.Record, field int, quarterly bool) period.Window {
	if !quarterly {
		month := requiredMonth(r, field)
		return period.Window{From: month, Through: month}
	}
	text := r.Text(field)
	quarter, ok := period.ParseQuarter(text)
	if !ok {
		quarter, ok = period.ParseQuarter(table.CleanDate(text))
	}
	if !ok {
		r.Lose(field, table.ReasonMonth)
	}
	return quarter
}

func requiredMonth(r *table.Record, field int) period.Month {
	date, ok := r.Date(field)
	switch {
	case ok:
	case r.Text(field) == "":
		r.Lose(field, table.ReasonMissing)
	default:
		r.Lose(field, table.ReasonMonth)
	}
	return date.Month()
}

// Single says whether the row speaks of one dibao person in a larger
// household: the household's size is unknown, or above one with not all of it covered.
func (p *Person) Single() bool {
	return p.Size < 0 || p.Size > 1 && p.Covered < p.Size
}
