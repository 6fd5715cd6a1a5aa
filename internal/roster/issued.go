package roster

import (
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/table"
)

// Issued is one row of the province's list of problems. Text points into the
// batch it was read from.
type Issued struct {
	HouseholdID string
	MemberID    string
	Resident    resident.Key
	Problem     string
	IssuedOn    period.Date // unknown where there is no such column
	DueOn       period.Date // by when it should be put right; unknown likewise
	Origin      table.Origin
}

const (
	isHouseholdID = iota
	isIDNumber
	isMemberID
	isProblem
	isIssuedOn
	isDueOn
)

// IssuedSchema declares the feed issued.
var IssuedSchema = &table.Schema{Feed: "issued", Agency: "province", AnyOf: []int{isHouseholdID, isIDNumber, isMemberID}, Fields: []table.Field{
	isHouseholdID: {Name: "household_id", Aliases: table.HouseholdIDs, Key: true},
	isIDNumber:    {Name: "id_number", Aliases: table.IDNumbers, Key: true, Personal: true},
	isMemberID:    {Name: "member_id", Aliases: []string{"人编号", "人口编号"}, Key: true},
	isProblem:     {Name: "problem", Aliases: []string{"问题描述", "问题类型"}, Required: true},
	isIssuedOn:    {Name: "issued_on", Aliases: []string{"下发时间", "下发日期"}},
	isDueOn:       {Name: "due_on", Aliases: []string{"整改期限", "办结期限"}},
}}

// ReadIssued reads the record's row. False means that the row cannot be used,
// and a reject says why.
func ReadIssued(r *table.Record, asOf period.Date) (Issued, bool) {
	i := Issued{
		HouseholdID: r.OptionalCode(isHouseholdID),
		MemberID:    r.OptionalCode(isMemberID),
		Problem:     r.Text(isProblem),
		Origin:      r.Origin(),
	}
	if i.Problem == "" {
		r.Lose(isProblem, table.ReasonMissing)
	}
	if id := resident.ParseID(r.Raw(isIDNumber), asOf); id.Key != 0 {
		i.Resident = id.Key
	} else if i.HouseholdID == "" && i.MemberID == "" {
		r.Lose(isIDNumber, id.Reason.String())
	} else if id.Reason != resident.Missing {
		r.Reject(isIDNumber, id.Reason.String())
	}
	i.IssuedOn, i.DueOn = readDay(r, isIssuedOn), readDay(r, isDueOn)
	return i, !r.Lost()
}

// readDay reads a date, which may lie in the future.
func readDay(r *table.Record, field int) period.Date {
	date, ok := r.Date(field)
	if !ok && r.Text(field) != "" {
		r.Reject(field, table.ReasonDate)
	}
	return date
}
