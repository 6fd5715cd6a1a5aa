package roster

import (
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/table"
)

// Pupil is one row of the education bureau's enrolment.
type Pupil struct {
	Resident resident.ID
	Left     bool // the row's status says that the pupil left
	Area     registry.Area
	Origin   table.Origin
}

const (
	enIDNumber = iota
	enName
	enSchool
	enGrade
	enStatus
	enAreaCode
	enCounty
	enTown
	enVillage
)

// EnrolmentSchema declares the feed enrolment.
var EnrolmentSchema = &table.Schema{Feed: "enrolment", Agency: "education", Fields: []table.Field{
	enIDNumber: {Name: "id_number", Aliases: table.IDNumbers, Required: true, Key: true, Personal: true},
	enName:     {Name: "name", Aliases: table.Names, Required: true, Personal: true},
	enSchool:   {Name: "school", Aliases: []string{"学校", "学校名称"}},
	enGrade:    {Name: "grade", Aliases: []string{"年级"}},
	enStatus:   {Name: "status", Aliases: []string{"学籍状态", "就读状态", "状态"}},
	enAreaCode: {Name: "area_code", Aliases: table.AreaCodes},
	enCounty:   {Name: "county", Aliases: table.Counties},
	enTown:     {Name: "town", Aliases: table.Towns},
	enVillage:  {Name: "village", Aliases: table.Villages},
}}

// ReadPupil reads the record's row. False means that the row cannot be used,
// and a reject says why.
func ReadPupil(r *table.Record, words *Words, asOf period.Date) (Pupil, bool) {
	p := Pupil{
		Resident: resident.ParseID(r.Raw(enIDNumber), asOf),
		Area:     registry.ReadArea(r, enAreaCode),
		Origin:   r.Origin(),
	}
	switch reason := p.Resident.Reason; {
	case !reason.Matchable():
		r.Lose(enIDNumber, reason.String())
	case reason != resident.None:
		r.Reject(enIDNumber, reason.String())
	}
	if r.Text(enName) == "" {
		r.Reject(enName, table.ReasonMissing)
	}
	if status := r.Word(enStatus); status != "" {
		p.Left = words.left(status)
	}
	return p, !r.Lost()
}
