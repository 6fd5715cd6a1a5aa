package registry

import (
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/table"
)

// Member is one row of the members feed. Text points into the batch it was
// read from. It mirrors the feed's columns.
type Member struct {
	ID            string
	HouseholdID   string
	Name          string
	IDText        string // cleaned
	Resident      resident.ID
	OtherDocument bool // a passport or the like: no key, and no fault of the number
	Head          bool
	HeadMapped    bool // the table has a column for the relation, and no broken cell there
	DibaoText     string
	Dibao         table.Answer
	Tekun         table.Answer
	State         State
	StateDate     period.Date
	SchoolStatus  string
	AbsenceReason string
	Education     string
	Health        string
	Labour        string
	Unread        Unread
	Origin        table.Origin
}

// Unread is the broken cells of a member for which a blank would be an answer.
type Unread uint8

// The fields for which a blank is an answer: not in school, no reason given, no schooling.
const (
	UnreadSchool Unread = 1 << iota
	UnreadAbsence
	UnreadEducation
)

// Has says whether the cell of a field is broken.
func (u Unread) Has(field Unread) bool { return u&field != 0 }

const (
	mbID = iota
	mbHouseholdID
	mbName
	mbIDNumber
	mbIDType
	mbRelation
	mbDibao
	mbTekun
	mbState
	mbStateDate
	mbSchoolStatus
	mbAbsenceReason
	mbEducation
	mbHealth
	mbLabour
)

// MemberSchema declares the feed members.
var MemberSchema = &table.Schema{Feed: "members", Agency: "registry", Fields: []table.Field{
	mbID:            {Name: "member_id", Aliases: []string{"人编号", "人口编号"}, Required: true, Key: true},
	mbHouseholdID:   {Name: "household_id", Aliases: table.HouseholdIDs, Required: true},
	mbName:          {Name: "name", Aliases: table.Names, Required: true, Personal: true},
	mbIDNumber:      {Name: "id_number", Aliases: table.IDNumbers, Required: true, Key: true, Personal: true},
	mbIDType:        {Name: "id_type", Aliases: []string{"证件类型"}},
	mbRelation:      {Name: "relation", Aliases: []string{"与户主关系"}},
	mbDibao:         {Name: "dibao", Aliases: []string{"是否享受低保", "享受低保政策情况"}, Required: true},
	mbTekun:         {Name: "tekun", Aliases: []string{"是否特困供养人员", "享受特困供养政策情况"}},
	mbState:         {Name: "state", Aliases: []string{"人员状态"}},
	mbStateDate:     {Name: "state_date", Aliases: []string{"减少时间", "死亡时间"}, Several: true},
	mbSchoolStatus:  {Name: "school_status", Aliases: []string{"在校生状况"}},
	mbAbsenceReason: {Name: "absence_reason", Aliases: []string{"义务教育阶段未上学原因", "未上学原因", "失学或辍学原因"}},
	mbEducation:     {Name: "education", Aliases: []string{"文化程度"}},
	mbHealth:        {Name: "health", Aliases: []string{"健康状况"}},
	mbLabour:        {Name: "labour", Aliases: []string{"劳动技能"}},
}}

// ReadMember reads the record's row. False means that the row cannot be used,
// and a reject says why. A blank household is a reject, and the member one
// without a household; of a rounded one nobody knows which it was, so that the
// row is lost. A broken cell, where a blank would be an answer, is none: it is
// Unread, and opens nothing; a broken relation makes nobody the head, nor the
// household one of which the heads are known.
func ReadMember(r *table.Record, words *Words, asOf period.Date) (Member, bool) {
	m := Member{
		ID:            r.RequiredCode(mbID),
		HouseholdID:   readHome(r),
		Name:          r.Text(mbName),
		IDText:        resident.CleanID(r.Raw(mbIDNumber)),
		HeadMapped:    r.Mapping.Has(mbRelation) && !r.Broken(mbRelation),
		Head:          isHead(r, words),
		DibaoText:     r.Text(mbDibao),
		Dibao:         r.Answer(mbDibao, words.Assisted),
		Tekun:         r.Answer(mbTekun, words.Assisted),
		State:         Active,
		StateDate:     r.DateBy(mbStateDate, asOf),
		SchoolStatus:  r.Word(mbSchoolStatus),
		AbsenceReason: r.Word(mbAbsenceReason),
		Education:     r.Word(mbEducation),
		Health:        r.Word(mbHealth),
		Labour:        r.Word(mbLabour),
		Origin:        r.Origin(),
	}
	m.Unread = readUnread(r, &m)
	if word := r.Word(mbState); word != "" {
		state, known := words.State[word]
		if m.State = state; !known {
			m.State = Gone
		}
	} else if r.Broken(mbState) {
		m.State = Gone // as any word that is not known
	}
	if m.Name == "" {
		r.Reject(mbName, table.ReasonMissing)
	}
	m.OtherDocument = resident.IsOtherDocument(r.Text(mbIDType))
	if !m.OtherDocument {
		m.Resident = resident.ParseID(m.IDText, asOf)
		if m.Resident.Reason != resident.None {
			r.Reject(mbIDNumber, m.Resident.Reason.String())
		}
	}
	return m, !r.Lost()
}

// readHome is the number of the member's household.
func readHome(r *table.Record) string {
	code := r.Code(mbHouseholdID)
	switch {
	case code == "":
		r.Reject(mbHouseholdID, table.ReasonMissing)
	case table.IsRounded(code):
		r.Lose(mbHouseholdID, resident.Damaged.String())
	}
	return code
}

func readUnread(r *table.Record, m *Member) (unread Unread) {
	if m.SchoolStatus == "" && r.Broken(mbSchoolStatus) {
		unread |= UnreadSchool
	}
	if m.AbsenceReason == "" && r.Broken(mbAbsenceReason) {
		unread |= UnreadAbsence
	}
	if m.Education == "" && r.Broken(mbEducation) {
		unread |= UnreadEducation
	}
	return unread
}

// isHead says whether the relation is the head's own.
func isHead(r *table.Record, words *Words) bool {
	if head, ok := r.Recall(mbRelation); ok {
		return head == 1
	}
	relation := r.Word(mbRelation)
	head := words.Head[relation]
	if relation != "" && head {
		r.Remember(mbRelation, 1)
	} else if relation != "" {
		r.Remember(mbRelation, 0)
	}
	return head
}

// Active says whether the member counts as living in the household.
func (m *Member) Active() bool { return m.State == Active }

const (
	vlAreaCode = iota
	vlCounty
	vlTown
	vlVillage
	vlPoor
)

// VillageSchema declares the feed villages.
var VillageSchema = &table.Schema{Feed: "villages", Agency: "registry", Fields: []table.Field{
	vlAreaCode: {Name: "area_code", Aliases: table.AreaCodes, Required: true, Key: true},
	vlCounty:   {Name: "county", Aliases: table.Counties},
	vlTown:     {Name: "town", Aliases: table.Towns},
	vlVillage:  {Name: "village", Aliases: table.Villages, Required: true},
	vlPoor:     {Name: "poor_village", Aliases: []string{"是否贫困村"}, Required: true},
}}

// Village is one row of the villages feed.
type Village struct {
	Area   Area
	Poor   table.Answer
	Origin table.Origin
}

// ReadVillage reads the record's row. False means that the row cannot be used,
// and a reject says why: it is lost without the code that it is told by, not
// for want of its name.
func ReadVillage(r *table.Record, words *Words) (Village, bool) {
	code := r.RequiredCode(vlAreaCode)
	v := Village{Area: namedArea(r, vlAreaCode, code), Poor: r.Answer(vlPoor, words.YesNo), Origin: r.Origin()}
	if reason := faultOfAreaCode(code); reason != "" {
		r.Lose(vlAreaCode, reason)
		v.Area.Code = ""
	}
	if v.Area.Village == "" {
		r.Reject(vlVillage, table.ReasonMissing)
	}
	return v, !r.Lost()
}
