package registry

import (
	"strings"

	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/table"
)

// Contact is a person whom a village or household can call: a member of a
// village's work team, or a household's helper. Text points into the batch it
// was read from.
type Contact struct {
	AreaCode    string // of a team's village
	HouseholdID string // of a helper's household
	Name        string // as resident.CleanName has it
	Phone       Phone
	Origin      table.Origin
}

// Phone is a phone number as a row has it.
type Phone struct {
	Text   string // cleaned; empty: blank
	Number string // of a mobile phone; empty: blank or invalid
}

const (
	wkAreaCode = iota
	wkName
	wkPhone
	wkRole
)

// WorkTeamSchema declares the feed work_teams: who works in which village.
var WorkTeamSchema = &table.Schema{Feed: "work_teams", Agency: "registry", Fields: []table.Field{
	wkAreaCode: {Name: "area_code", Aliases: table.AreaCodes, Required: true, Key: true},
	wkName:     {Name: "name", Aliases: table.Names, Required: true, Personal: true},
	wkPhone:    {Name: "phone", Aliases: []string{"联系电话"}, Personal: true},
	wkRole:     {Name: "role", Aliases: []string{"职务", "队内职务"}},
}}

const (
	hpHouseholdID = iota
	hpName
	hpPhone
	hpUnit
)

// HelperSchema declares the feed helpers: who helps which household.
var HelperSchema = &table.Schema{Feed: "helpers", Agency: "registry", Fields: []table.Field{
	hpHouseholdID: {Name: "household_id", Aliases: table.HouseholdIDs, Required: true, Key: true},
	hpName:        {Name: "name", Aliases: []string{"帮扶责任人", "帮扶人姓名", "帮扶责任人姓名"}, Required: true, Personal: true},
	hpPhone:       {Name: "phone", Aliases: []string{"帮扶责任人电话", "帮扶责任人联系电话", "联系电话"}, Personal: true},
	hpUnit:        {Name: "unit", Aliases: []string{"帮扶单位", "帮扶责任人单位", "单位"}},
}}

// ReadWorkTeam reads the record's row. False means that the row cannot be used,
// and a reject says why.
func ReadWorkTeam(r *table.Record) (Contact, bool) {
	c := Contact{AreaCode: r.RequiredCode(wkAreaCode), Name: readName(r, wkName), Phone: readPhone(r, wkPhone), Origin: r.Origin()}
	return c, !r.Lost()
}

// ReadHelper reads the record's row. False means that the row cannot be used,
// and a reject says why.
func ReadHelper(r *table.Record) (Contact, bool) {
	c := Contact{HouseholdID: r.RequiredCode(hpHouseholdID), Name: readName(r, hpName), Phone: readPhone(r, hpPhone), Origin: r.Origin()}
	return c, !r.Lost()
}

func readName(r *table.Record, field int) string {
	name := resident.CleanName(r.Text(field))
	if name == "" {
		r.Lose(field, table.ReasonMissing)
	}
	return name
}

func readPhone(r *table.Record, field int) Phone {
	p := Phone{Text: r.Code(field)}
	number := strings.Map(withoutDash, p.Text)
	number = strings.TrimSuffix(strings.TrimPrefix(number, "+86"), ".0")
	if isMobile(number) {
		p.Number = number
	}
	return p
}

// withoutDash drops dashes of every kind.
func withoutDash(r rune) rune {
	if resident.IsDash(r) {
		return -1
	}
	return r
}

// isMobile says whether number is one of China's mobile phones: 1, 3 to 9, and
// nine more digits, the last eight not all the same.
func isMobile(number string) bool {
	if len(number) != 11 || number[0] != '1' || number[1] < '3' {
		return false
	}
	for _, c := range []byte(number) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return strings.Count(number[3:], number[3:4]) != 8
}
