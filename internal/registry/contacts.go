package registry

import "github.com/bidui/bidui/internal/table"

// WorkTeamSchema declares the feed work_teams: who works in which village.
var WorkTeamSchema = &table.Schema{Feed: "work_teams", Agency: "registry", Fields: []table.Field{
	{Name: "area_code", Aliases: table.AreaCodes, Required: true, Key: true},
	{Name: "name", Aliases: table.Names, Required: true, Personal: true},
	{Name: "phone", Aliases: []string{"联系电话"}, Personal: true},
	{Name: "role", Aliases: []string{"职务", "队内职务"}},
}}

// HelperSchema declares the feed helpers: who helps which household.
var HelperSchema = &table.Schema{Feed: "helpers", Agency: "registry", Fields: []table.Field{
	{Name: "household_id", Aliases: table.HouseholdIDs, Required: true, Key: true},
	{Name: "name", Aliases: []string{"帮扶责任人", "帮扶人姓名"}, Required: true, Personal: true},
	{Name: "phone", Aliases: []string{"帮扶责任人电话", "联系电话"}, Personal: true},
	{Name: "unit", Aliases: []string{"帮扶单位", "单位"}},
}}
