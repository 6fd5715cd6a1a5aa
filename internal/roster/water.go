package roster

import (
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/table"
)

// Verdict is the state of a household's drinking water.
type Verdict uint8

// The verdicts, best last, so that the smallest of several known ones is the
// worst. Unassessed comes after all of them where rows compete.
const (
	Unsafe Verdict = iota
	Basic
	Safe
	Unassessed
)

var verdictWords = [...]string{"不安全", "基本安全", "安全", ""}

// Word is the verdict as the water bureau writes it.
func (v Verdict) Word() string { return verdictWords[v] }

// Water is one row of the water feed. Text points into the batch it was read from.
type Water struct {
	HouseholdID string
	Head        resident.Key
	Area        registry.Area
	AssessedOn  period.Date // unknown sorts before all dates
	Derived     Verdict     // from the four indicators, else as stated
	Conflict    bool        // what is stated contradicts the indicators
	Origin      table.Origin
}

const (
	wtHouseholdID = iota
	wtHeadID
	wtHeadName
	wtAreaCode
	wtCounty
	wtTown
	wtVillage
	wtQuantity
	wtQuality
	wtConvenience
	wtReliability
	wtVerdict
	wtAssessedOn
)

// WaterSchema declares the feed water.
var WaterSchema = &table.Schema{Feed: "water", Agency: "water", AnyOf: []int{wtHouseholdID, wtHeadID}, Fields: []table.Field{
	wtHouseholdID: {Name: "household_id", Aliases: table.HouseholdIDs, Key: true},
	wtHeadID:      {Name: "head_id", Aliases: []string{"户主身份证号", "户主证件号码", "户主身份证号码", "户主公民身份号码"}, Key: true, Personal: true},
	wtHeadName:    {Name: "head_name", Aliases: table.HeadNames, Personal: true},
	wtAreaCode:    {Name: "area_code", Aliases: table.AreaCodes},
	wtCounty:      {Name: "county", Aliases: table.Counties},
	wtTown:        {Name: "town", Aliases: table.Towns},
	wtVillage:     {Name: "village", Aliases: table.Villages},
	wtQuantity:    {Name: "quantity", Aliases: []string{"水量"}},
	wtQuality:     {Name: "quality", Aliases: []string{"水质"}},
	wtConvenience: {Name: "convenience", Aliases: []string{"用水方便程度"}},
	wtReliability: {Name: "reliability", Aliases: []string{"供水保证率"}},
	wtVerdict:     {Name: "verdict", Aliases: []string{"综合评价结论", "评价结论", "是否安全"}},
	wtAssessedOn:  {Name: "assessed_on", Aliases: []string{"评价时间"}},
}}

// ReadWater reads the record's row. False means that the row cannot be used,
// and a reject says why.
func ReadWater(r *table.Record, words *Words, asOf period.Date) (Water, bool) {
	w := Water{
		HouseholdID: r.OptionalCode(wtHouseholdID),
		Area:        registry.ReadArea(r, wtAreaCode),
		AssessedOn:  r.DateBy(wtAssessedOn, asOf),
		Origin:      r.Origin(),
	}
	head := resident.ParseID(r.Raw(wtHeadID), asOf)
	w.Head = head.Key
	switch {
	case w.HouseholdID == "" && !r.Mapping.Has(wtHeadID):
		r.RequiredCode(wtHouseholdID)
	case w.HouseholdID == "" && w.Head == 0:
		r.Lose(wtHeadID, head.Reason.String())
	case head.Reason != resident.None && head.Reason != resident.Missing:
		r.Reject(wtHeadID, head.Reason.String())
	}
	w.Derived, w.Conflict = judgeWater(r, words)
	return w, !r.Lost()
}

// judgeWater derives the verdict from the indicators, and says whether the
// stated one contradicts them.
func judgeWater(r *table.Record, words *Words) (Verdict, bool) {
	stated := words.verdict(r, wtVerdict)
	worst, known := Safe, 0
	for field := wtQuantity; field <= wtReliability; field++ {
		indicator := words.indicator(r, field)
		if indicator != Unassessed {
			known++
			worst = min(worst, indicator)
		}
	}
	fails := known > 0 && worst == Unsafe
	complete := known == wtReliability-wtQuantity+1
	conflict := stated != Unassessed &&
		(complete && stated != worst || fails && stated != Unsafe)
	if fails || complete {
		return worst, conflict
	}
	return stated, conflict
}
