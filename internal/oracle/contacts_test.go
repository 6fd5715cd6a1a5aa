package oracle

import (
	"fmt"
	"strings"
	"testing"
)

const (
	poorVillage = "area_code village poor_village\n439901100200 新村 是"
	plainHomes  = "household_id attribute safe_water area_code poverty_status county town village\n"
)

func TestTeamMissing(t *testing.T) {
	const missing = "village:439901100200 high"
	judge(t, "team_missing", []situation{
		{rule: "no team row, and poor_village 是", villages: poorVillage, want: missing},
		{rule: "a team row", villages: poorVillage, teams: "area_code name phone\n439901100200 王五 _"},
		{rule: "of another village", villages: poorVillage, teams: "area_code name phone\n439901100201 王五 _", want: missing},
		{rule: "a row that names nobody is none", villages: poorVillage, teams: "area_code name phone\n439901100200 _ 13800138001", want: missing},
		{rule: "poor_village 否, few poor people", villages: "area_code village poor_village\n439901100200 新村 否"},
		{rule: "unknown is not 是", villages: "area_code village poor_village\n439901100200 新村 _"},
		{rule: "a village needs its code", villages: "area_code village poor_village\n_ 新村 是"},
		{rule: "kinds that rest on absence are not opened where the feed is held", villages: poorVillage,
			adjust: func(in *Input) { in.Held = map[string][]string{"work_teams": {"439901"}} }},
		{rule: "held for another feed", villages: poorVillage, want: missing,
			adjust: func(in *Input) { in.Held = map[string][]string{"helpers": {"439901"}} }},
	})
}

// TestHundredPoorPeople: a village that is no poor one needs a team from 100 on.
func TestHundredPoorPeople(t *testing.T) {
	const plainVillage = "area_code county town village poor_village\n439901100200 甲县 东乡 新村 否"
	const missing = "village:439901100200 high"
	homes := func(second string) string {
		return plainHomes + "H1 一般农户 是 439901100200 未脱贫 _ _ _\n" + second
	}
	people := func(first, second int) string {
		rows := "member_id household_id name id_number dibao state\nM0 H1 张三 #a 否 死亡\n"
		for i := range first + second {
			rows += fmt.Sprintf("M%d %s 李四 无 否 _\n", i+1, map[bool]string{true: "H1", false: "H2"}[i < first])
		}
		return rows
	}
	registered := func(in *Input) { in.TeamBasis = "registered" }
	judge(t, "team_missing", []situation{
		{rule: "poor people ≥ 100", villages: plainVillage, households: homes("H2 一般农户 是 439901100200 返贫 _ _ _"), members: people(60, 40), want: missing},
		{rule: "99, and one who is not active", villages: plainVillage, households: homes("H2 一般农户 是 439901100200 返贫 _ _ _"), members: people(60, 39)},
		{rule: "households whose poverty_status is 未脱贫 or 返贫", villages: plainVillage,
			households: homes("H2 一般农户 是 439901100200 已脱贫 _ _ _"), members: people(60, 40)},
		{rule: "registered: all active members", villages: plainVillage, adjust: registered, want: missing,
			households: homes("H2 一般农户 是 439901100200 已脱贫 _ _ _"), members: people(60, 40)},
		{rule: "registered, still 99", villages: plainVillage, adjust: registered,
			households: homes("H2 一般农户 是 439901100200 _ _ _ _"), members: people(60, 39)},
		{rule: "unlifted by name is the default", villages: plainVillage, adjust: func(in *Input) { in.TeamBasis = "unlifted" },
			households: homes("H2 一般农户 是 439901100200 已脱贫 _ _ _"), members: people(60, 40)},
		{rule: "of that village", villages: plainVillage, households: homes("H2 一般农户 是 439901100201 返贫 _ _ _"), members: people(60, 40)},
		{rule: "joined by name where the household has only names", villages: plainVillage,
			households: homes("H2 一般农户 是 _ 返贫 甲县 东乡 新村"), members: people(60, 40), want: missing},
		{rule: "another name", villages: plainVillage, households: homes("H2 一般农户 是 _ 返贫 甲县 西乡 新村"), members: people(60, 40)},
		{rule: "by town and village where it has no county", villages: plainVillage,
			households: homes("H2 一般农户 是 _ 返贫 _ 东乡 新村"), members: people(60, 40), want: missing},
		{rule: "a village's name alone is no clue", villages: "area_code village poor_village\n439901100200 新村 否",
			households: homes("H2 一般农户 是 _ 返贫 _ _ 新村"), members: people(60, 40)},
		{rule: "nor that of the town", villages: plainVillage, households: homes("H2 一般农户 是 _ 返贫 甲县 东乡 _"), members: people(60, 40)},
		{rule: "a name of two villages is none", villages: plainVillage + "\n439901100201 甲县 东乡 新村 否",
			households: homes("H2 一般农户 是 _ 返贫 甲县 东乡 新村"), members: people(60, 40)},
		{rule: "a team row", villages: plainVillage, teams: "area_code name phone\n439901100200 王五 _",
			households: homes("H2 一般农户 是 439901100200 返贫 _ _ _"), members: people(60, 40)},
	})
}

func TestHelperMissing(t *testing.T) {
	const header = "household_id name phone\n"
	const coded = "household_id attribute safe_water area_code\nH1 一般农户 是 439901100200"
	judge(t, "helper_missing", []situation{
		{rule: "no helper row", helpers: header, want: "household:H1 medium"},
		{rule: "a helper row", helpers: header + "H1 王五 _"},
		{rule: "in another spelling", helpers: header + "'Ｈ1 王五 _"},
		{rule: "of another household", helpers: header + "H2 王五 13800138001", want: "household:H1 medium"},
		{rule: "a row that names nobody is none", helpers: header + "H1 _ 13800138001", want: "household:H1 medium"},
		{rule: "kinds that rest on absence are not opened where the feed is held", helpers: header, households: coded,
			adjust: func(in *Input) { in.Held = map[string][]string{"helpers": {"439901"}} }},
	})
}

func TestPhoneMissing(t *testing.T) {
	judge(t, "phone_missing", []situation{
		{rule: "village:<code>, qualifier the name (team)", teams: "area_code name phone\n439901100200 王五 _", want: "village:439901100200 /王五 medium"},
		{rule: "household with the same qualifier (helper)", helpers: "household_id name phone\nH1 王五 \u3000", want: "household:H1 /王五 medium"},
		{rule: "the name as normalised in §2", helpers: "household_id name phone\nH1 买买提•艾力（县委） _", want: "household:H1 /买买提·艾力 medium"},
		{rule: "one of two rows of one name", helpers: "household_id name phone\nH1 王五 _\nH1 王五 13800138001\nH1 王五 _", want: "household:H1 /王五 medium"},
		{rule: "two names", helpers: "household_id name phone\nH1 王五 _\nH1 李四 _", want: "household:H1 /李四 medium\nhousehold:H1 /王五 medium"},
		{rule: "not blank", helpers: "household_id name phone\nH1 王五 1"},
		{rule: "unknown household: judged all the same", helpers: "household_id name phone\nH9 王五 _", want: "household:H9 /王五 medium"},
		{rule: "unknown village: judged all the same", teams: "area_code name phone\n439909100999 王五 _", want: "village:439909100999 /王五 medium"},
		{rule: "a column that is not mapped is blank", helpers: "household_id name\nH1 王五", want: "household:H1 /王五 medium"},
	})
}

func TestPhoneInvalid(t *testing.T) {
	helper := func(phone string) string { return "household_id name phone\nH1 王五 " + phone }
	judge(t, "phone_invalid", []situation{
		{rule: "^1[3-9]…", helpers: helper("12800138001"), want: "household:H1 /王五 medium"},
		{rule: "of a team", teams: "area_code name phone\n439901100200 王五 1380013800", want: "village:439901100200 /王五 medium"},
		{rule: "unknown household: judged all the same", helpers: "household_id name phone\nH9 王五 不详", want: "household:H9 /王五 medium"},
		{rule: "valid", helpers: helper("13800138001")},
		{rule: "blank is not invalid", helpers: helper("_")},
		{rule: "all last 8 digits equal", helpers: helper("13800000000"), want: "household:H1 /王五 medium"},
		{rule: "7 of them are", helpers: helper("13810000000")},
	})
}

func TestValidPhone(t *testing.T) {
	for cell, want := range map[string]bool{
		"13800138001": true, "19900138001": true, "138 0013\u00a08001": true, "138-0013-8001": true, "138－0013—8001": true,
		"+8613800138001": true, "+86 138-0013-8001": true, "13800138001.0": true, "+86-13800138001.0": true, "１３８００１３８００１": true,
		`="13800138001"`: true, "'13800138001": true, "13800000001": true,
		"1380013800": false, "138001380011": false, "12800138001": false, "8613800138001": false, "0731-8888888": false,
		"13800138001/13800138002": false, "-": false, "无": false, "1380013800X": false, "13799999999": false, "1380013801.0": false,
		"13800138001.00": false, "86+13800138001": false,
	} {
		if got := validPhone(phoneNumber(text(cell))); got != want {
			t.Errorf("%q: valid is %v", cell, got)
		}
	}
}

func TestPhoneShared(t *testing.T) {
	helpers := func(rows ...string) string { return "household_id name phone\n" + strings.Join(rows, "\n") }
	judge(t, "phone_shared", []situation{
		{rule: "one valid number under two names", helpers: helpers("H1 王五 13800138001", "H2 李四 138-0013-8001"), want: "phone:13800138001 low"},
		{rule: "among teams and helpers", teams: "area_code name phone\n439901100200 李四 13800138001", want: "phone:13800138001 low"},
		{rule: "similar ones too", helpers: helpers("H1 王五 13800138001", "H2 王武 13800138001"), want: "phone:13800138001 low"},
		{rule: "or more", helpers: helpers("H1 王五 13800138001", "H2 李四 13800138001", "H3 张三 13800138001"), want: "phone:13800138001 low"},
		{rule: "equal as in §2", helpers: helpers("H1 买买提·艾力 13800138001", "H2 买买提艾力（县委） 13800138001")},
		{rule: "equal the other way round", helpers: helpers("H1 买买提艾力（县委） 13800138001", "H2 买买提·艾力 13800138001")},
		{rule: "two numbers", helpers: helpers("H1 王五 13800138001", "H2 李四 13800138002")},
		{rule: "not valid", helpers: helpers("H1 王五 13800000000", "H2 李四 13800000000")},
		{rule: "a row that names nobody", helpers: helpers("H1 王五 13800138001", "H2 _ 13800138001")},
	})
}
