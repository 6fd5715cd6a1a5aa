package registry

import (
	"slices"
	"strings"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/table"
)

// Household is one row of the households feed. Text points into the batch it
// was read from. It mirrors the feed's columns.
type Household struct {
	ID            string
	Area          Area
	HeadName      string
	HeadIDText    string // cleaned
	HeadID        resident.ID
	HeadMapped    bool // the table has a column for the head's ID
	Attribute     string
	Class         Class
	PovertyStatus string
	Poverty       Poverty
	ExitYear      int
	Identified    period.Month // unknown also for a bare year
	SafeWaterText string
	SafeWater     table.Answer
	Hardship      table.Answer
	Origin        table.Origin
}

const (
	hhID = iota
	hhAreaCode
	hhCounty
	hhTown
	hhVillage
	hhHeadName
	hhHeadID
	hhAttribute
	hhPovertyStatus
	hhExitYear
	hhIdentified
	hhSafeWater
	hhHardship
	hhSize
	hhPhone
)

// HouseholdSchema declares the feed households.
var HouseholdSchema = &table.Schema{Feed: "households", Agency: "registry", Fields: []table.Field{
	hhID:            {Name: "household_id", Aliases: table.HouseholdIDs, Required: true, Key: true},
	hhAreaCode:      {Name: "area_code", Aliases: table.AreaCodes},
	hhCounty:        {Name: "county", Aliases: table.Counties},
	hhTown:          {Name: "town", Aliases: table.Towns},
	hhVillage:       {Name: "village", Aliases: table.Villages},
	hhHeadName:      {Name: "head_name", Aliases: table.HeadNames, Personal: true},
	hhHeadID:        {Name: "head_id", Aliases: table.HeadIDs, Personal: true},
	hhAttribute:     {Name: "attribute", Aliases: []string{"贫困户属性", "户属性", "农户属性"}, Required: true},
	hhPovertyStatus: {Name: "poverty_status", Aliases: []string{"脱贫属性", "脱贫状态"}},
	hhExitYear:      {Name: "exit_year", Aliases: []string{"脱贫年度"}},
	hhIdentified:    {Name: "identified", Aliases: []string{"识别时间", "首次识别时间"}},
	hhSafeWater:     {Name: "safe_water", Aliases: []string{"是否解决安全饮用水", "饮水是否安全"}, Required: true},
	hhHardship:      {Name: "water_hardship", Aliases: []string{"饮水是否困难"}},
	hhSize:          {Name: "household_size", Aliases: []string{"家庭人口数", "人数"}},
	hhPhone:         {Name: "phone", Aliases: []string{"联系电话", "户联系电话"}, Personal: true},
}}

// ReadHousehold reads the record's row. False means that the row cannot be
// used, and a reject says why. A broken attribute is of no known class, as any
// word that is not known, and a broken safe_water is unknown.
func ReadHousehold(r *table.Record, words *Words, asOf period.Date) (Household, bool) {
	h := Household{
		ID:            r.RequiredCode(hhID),
		Area:          ReadArea(r, hhAreaCode),
		HeadName:      r.Text(hhHeadName),
		HeadMapped:    r.Mapping.Has(hhHeadID),
		Attribute:     r.Word(hhAttribute),
		PovertyStatus: r.Word(hhPovertyStatus),
		Identified:    readIdentified(r),
		ExitYear:      readExitYear(r),
		SafeWaterText: r.Text(hhSafeWater),
		SafeWater:     r.Answer(hhSafeWater, words.YesNo),
		Hardship:      r.Answer(hhHardship, words.YesNo),
		Origin:        r.Origin(),
	}
	h.Class = words.Attribute[h.Attribute]
	h.Poverty = words.PovertyOf(h.PovertyStatus)
	if h.HeadMapped {
		h.HeadIDText = resident.CleanID(r.Raw(hhHeadID))
		h.HeadID = resident.ParseID(h.HeadIDText, asOf)
		if reason := h.HeadID.Reason; reason != resident.None && reason != resident.Missing {
			r.Reject(hhHeadID, reason.String())
		}
	}
	return h, !r.Lost()
}

// readIdentified reads the month; a bare year is fine, but tells no month.
func readIdentified(r *table.Record) period.Month {
	if bare := strings.TrimSuffix(table.CleanDate(r.Text(hhIdentified)), "年"); len(bare) == len("2018") {
		if _, ok := period.ParseYear(bare); ok {
			return 0
		}
	}
	return r.Month(hhIdentified)
}

func readExitYear(r *table.Record) int {
	text := r.Text(hhExitYear)
	year, ok := period.ParseYear(text)
	if !ok {
		year, ok = period.ParseYear(table.CleanDate(text))
	}
	if !ok && text != "" {
		r.Reject(hhExitYear, table.ReasonDate)
	}
	return year
}

// ReadArea reads the four area fields, which stand in a row from first on:
// code, county, town, village. A code that is none is a reject, and not taken.
func ReadArea(r *table.Record, first int) Area {
	code := r.Code(first)
	reason := faultOfAreaCode(code)
	if reason != "" {
		r.Reject(first, reason)
		code = ""
	}
	return namedArea(r, first, code)
}

// namedArea is the area of a code by the names that stand behind it.
func namedArea(r *table.Record, first int, code string) Area {
	return Area{Code: code, County: r.Text(first + 1), Town: r.Text(first + 2), Village: r.Text(first + 3)}
}

// faultOfAreaCode is why a code, which may be blank, is not the statistics
// bureau's code of a county (6 digits), town (9) or village (12).
func faultOfAreaCode(code string) string {
	switch {
	case code == "", areDigits(code) && slices.Contains(levels[:], len(code)):
		return ""
	case areDigits(code):
		return resident.Length.String()
	case table.IsRounded(code):
		return resident.Damaged.String()
	}
	return table.ReasonCode
}

func areDigits(code string) bool {
	for i := range len(code) {
		if code[i] < '0' || code[i] > '9' {
			return false
		}
	}
	return true
}
