package roster

import "github.com/bidui/bidui/internal/table"

// EnrolmentSchema declares the feed enrolment: the education bureau's pupils.
var EnrolmentSchema = &table.Schema{Feed: "enrolment", Agency: "education", Fields: []table.Field{
	{Name: "id_number", Aliases: table.IDNumbers, Required: true, Key: true, Personal: true},
	{Name: "name", Aliases: table.Names, Required: true, Personal: true},
	{Name: "school", Aliases: []string{"学校", "学校名称"}},
	{Name: "grade", Aliases: []string{"年级"}},
	{Name: "status", Aliases: []string{"学籍状态", "就读状态", "状态"}},
}}

// IssuedSchema declares the feed issued: the province's list of problems.
var IssuedSchema = &table.Schema{Feed: "issued", Agency: "province", AnyOf: []int{0, 1, 2}, Fields: []table.Field{
	{Name: "household_id", Aliases: table.HouseholdIDs, Key: true},
	{Name: "id_number", Aliases: table.IDNumbers, Key: true, Personal: true},
	{Name: "member_id", Aliases: []string{"人编号", "人口编号"}, Key: true},
	{Name: "problem", Aliases: []string{"问题描述", "问题类型"}, Required: true},
	{Name: "issued_on", Aliases: []string{"下发时间", "下发日期"}},
	{Name: "due_on", Aliases: []string{"整改期限", "办结期限"}},
}}
