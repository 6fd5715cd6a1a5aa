package oracle

import (
	"strings"
	"testing"
)

func TestDibaoUnmarked(t *testing.T) {
	const paid = "id_number name start end\n#a 张三 2017-10 2017-10"
	judge(t, "dibao_unmarked", []situation{
		{rule: "D(m), active, flag not yes", dibao: paid, want: "member:M1 high 是"},
		{rule: "a flag that cannot be read is not yes", dibao: paid,
			members: "member_id household_id name id_number dibao\nM1 H1 张三 #a 可能", want: "member:M1 high 是"},
		{rule: "flag yes, in the words of the flag", dibao: paid,
			members: "member_id household_id name id_number dibao\nM1 H1 张三 #a 农村特困"},
		{rule: "not active", dibao: paid,
			members: "member_id household_id name id_number dibao state\nM1 H1 张三 #a 否 迁出"},
		{rule: "paid before W only", dibao: "id_number name start end\n#a 张三 2016-01 2017-09"},
		{rule: "paid after W only", dibao: "id_number name start\n#a 张三 2018-10"},
		{rule: "both ends of W count", dibao: "id_number name start\n#a 张三 2018年9月", want: "member:M1 high 是"},
		{rule: "end is the first unpaid month by configuration", dibao: paid, adjust: func(in *Input) { in.EndFirstUnpaid = true }},
		{rule: "covered 否 is not usable", dibao: "id_number name start covered\n#a 张三 2018-01 ×"},
		{rule: "covered that cannot be read is not 否", dibao: "id_number name start covered\n#a 张三 2018-01 可能", want: "member:M1 high 是"},
		{rule: "covered in words", dibao: "id_number name start covered\n#a 张三 2018-01 保障对象", want: "member:M1 high 是"},
		{rule: "covered in words is no", dibao: "id_number name start covered\n#a 张三 2018-01 非保障对象"},
		{rule: "a row needs a name", dibao: "id_number name start\n#a _ 2018-01"},
		{rule: "a row needs a readable start", dibao: "id_number name start\n#a 张三 2018"},
		{rule: "an unreadable end", dibao: "id_number name start end\n#a 张三 2018-01 至今"},
		{rule: "an end before the start", dibao: "id_number name start end\n#a 张三 2018-05 2018-04"},
		{rule: "monthly", dibao: "id_number name month\n#a 张三 201801", want: "member:M1 high 是"},
		{rule: "same key, whatever the names", dibao: "id_number name start\n#a 王五 2018-01", want: "member:M1 high 是"},
		{rule: "an orphan is a member all the same", dibao: paid,
			members: "member_id household_id name id_number dibao\nM1 H9 张三 #a 否", want: "member:M1 high 是"},
		{rule: "another document has no key", dibao: paid,
			members: "member_id household_id name id_number dibao id_type\nM1 H1 张三 #a 否 护照"},
		{rule: "the first of two rows with a member_id stays", dibao: paid,
			members: "member_id household_id name id_number dibao\nM1 H1 张三 #a 是\nM1 H1 张三 #a 否"},
	})
}

func TestDibaoUnsupported(t *testing.T) {
	const marked = "member_id household_id name id_number dibao\nM1 H1 张三 #a 是"
	const twoCounties = "household_id attribute safe_water area_code\nH1 一般农户 是 439901100200\nH2 一般农户 是 439902100200"
	year := "id_number name month area_code\n"
	for _, m := range months("2017-10", "2018-09") {
		year += "#b 李四 " + m + " 439901100200\n"
	}
	judge(t, "dibao_unsupported", []situation{
		{rule: "flag yes, active, matchable ID, ¬D(m), evidence complete: a spell feed", members: marked, want: "member:M1 low 否"},
		{rule: "info when the feed carries the person outside W", members: marked,
			dibao: "id_number name start end\n#a 张三 2016-01 2017-09", want: "member:M1 info 否 outside_window=true"},
		{rule: "a row that is not usable carries nobody", members: marked,
			dibao: "id_number name start end covered\n#a 张三 2016-01 2017-09 否", want: "member:M1 low 否"},
		{rule: "D(m)", members: marked, dibao: "id_number name start\n#a 张三 2018-09"},
		{rule: "flag unknown", members: "member_id household_id name id_number dibao\nM1 H1 张三 #a _"},
		{rule: "no matchable ID", members: "member_id household_id name id_number dibao\nM1 H1 张三 430599******010013 是"},
		{rule: "flagged but matchable", members: "member_id household_id name id_number dibao\nM1 H1 张三 430599196001010014 是", want: "member:M1 low 否"},
		{rule: "not active", members: "member_id household_id name id_number dibao state\nM1 H1 张三 #a 是 死亡"},
		{rule: "all 12 months of W hold rows of that county", members: marked, households: twoCounties, dibao: year, want: "member:M1 low 否"},
		{rule: "not those of another county", households: twoCounties, dibao: year,
			members: "member_id household_id name id_number dibao\nM1 H2 张三 #a 是"},
		{rule: "a month is missing", members: marked, households: twoCounties, dibao: year,
			adjust: func(in *Input) { in.Dibao = in.Dibao[1:] }},
		{rule: "without a county only if every county has", dibao: year, households: twoCounties,
			members: "member_id household_id name id_number dibao\nM1 H9 张三 #a 是"},
		{rule: "and every county has", dibao: year, households: "household_id attribute safe_water area_code\nH1 一般农户 是 439901100200",
			members: "member_id household_id name id_number dibao\nM1 H9 张三 #a 是", want: "member:M1 low 否"},
		{rule: "the county is held", members: marked, households: twoCounties,
			adjust: func(in *Input) { in.Held = map[string][]string{"dibao": {"439901"}} }},
		{rule: "held for the other feed", members: marked, households: twoCounties,
			adjust: func(in *Input) { in.Held = map[string][]string{"tekun": {"439901"}} }, want: "member:M1 low 否"},
	})
}

func TestEvidenceByName(t *testing.T) {
	year := "id_number name month county\n"
	for _, m := range months("2017-10", "2018-09") {
		year += "#b 李四 " + m + " 甲县\n"
	}
	const marked = "member_id household_id name id_number dibao\nM1 H1 张三 #a 是"
	const coded = "household_id attribute safe_water area_code\nH1 一般农户 是 439901100200"
	judge(t, "dibao_unsupported", []situation{
		{rule: "joined through villages where one side has only names", members: marked, households: coded, dibao: year,
			villages: "area_code county village poor_village\n439901100201 甲县 新村 是", want: "member:M1 low 否"},
		{rule: "or through households which carry both", members: marked, dibao: year,
			households: "household_id attribute safe_water area_code county\nH1 一般农户 是 439901100200 _\nH2 一般农户 是 439901100200 甲县", want: "member:M1 low 否"},
		{rule: "nothing joins them", members: marked, households: coded, dibao: year},
		{rule: "a name of two counties stays a name", members: marked, households: coded, dibao: year,
			villages: "area_code county village poor_village\n439901100201 甲县 新村 是\n439902100201 甲县 新村 是"},
		{rule: "a name of two counties that the village tells apart", members: marked, households: coded,
			dibao:    strings.ReplaceAll(strings.ReplaceAll(year, "county", "county town village"), "甲县", "甲县 东乡 新村"),
			villages: "area_code county town village poor_village\n439901100201 甲县 东乡 新村 是\n439902100201 甲县 西乡 新村 是", want: "member:M1 low 否"},
		{rule: "or the town, where the village is not known", members: marked, households: coded,
			dibao:    strings.ReplaceAll(strings.ReplaceAll(year, "county", "county town village"), "甲县", "甲县 东乡 山村"),
			villages: "area_code county town village poor_village\n439901100201 甲县 东乡 新村 是\n439902100201 甲县 西乡 新村 是", want: "member:M1 low 否"},
		{rule: "or both without the county's name", members: marked, households: coded,
			dibao:    strings.ReplaceAll(strings.ReplaceAll(year, "county", "town village"), "甲县", "东乡 新村"),
			villages: "area_code county town village poor_village\n439901100201 甲县 东乡 新村 是\n439902100201 甲县 西乡 新村 是", want: "member:M1 low 否"},
		{rule: "not two of that name", members: marked, households: coded,
			dibao:    strings.ReplaceAll(strings.ReplaceAll(year, "county", "town village"), "甲县", "东乡 新村"),
			villages: "area_code county town village poor_village\n439901100201 甲县 东乡 新村 是\n439902100201 乙县 东乡 新村 是"},
		{rule: "names on both sides", members: marked, dibao: year,
			households: "household_id attribute safe_water county\nH1 一般农户 是 甲县", want: "member:M1 low 否"},
	})
}

func TestAttributeWrong(t *testing.T) {
	const two = "member_id household_id name id_number dibao state\nM1 H1 张三 #a 是 正常\nM2 H1 李四 #b 否 _"
	const dibao, tekun = "id_number name start\n#a 张三 2018-01", "id_number name start\n#b 李四 2018-01"
	judge(t, "attribute_wrong", []situation{
		{rule: "else any D → 低保贫困户", members: two, dibao: dibao, want: "household:H1 high 低保贫困户"},
		{rule: "any T → 特困供养贫困户", members: two, dibao: dibao, tekun: tekun, want: "household:H1 high 特困供养贫困户"},
		{rule: "T without any D: same, detail.inferred", members: two, tekun: tekun, want: "household:H1 high 特困供养贫困户 inferred=true"},
		{rule: "attributes are compared by class", members: two, dibao: dibao,
			households: "household_id attribute safe_water\nH1 低保户 是"},
		{rule: "五保户 = tekun", members: two, tekun: tekun, households: "household_id attribute safe_water\nH1 五保户 是"},
		{rule: "五保户 is not dibao", members: two, dibao: dibao, households: "household_id attribute safe_water\nH1 五保户 是",
			want: "household:H1 high 低保贫困户"},
		{rule: "anything else = unknown, which is not what is expected", members: two, dibao: dibao,
			households: "household_id attribute safe_water\nH1 监测对象 是", want: "household:H1 high 低保贫困户"},
		{rule: "blank included", members: two, dibao: dibao, households: "household_id attribute safe_water\nH1 _ 是",
			want: "household:H1 high 低保贫困户"},
		{rule: "some active member", dibao: dibao, members: "member_id household_id name id_number dibao state\nM1 H1 张三 #a 是 死亡\nM2 H1 李四 #b 否 _"},
		{rule: "the first of two rows with a household_id stays", members: two, dibao: dibao,
			households: "household_id attribute safe_water\nH1 低保户 是\nH1 一般农户 是"},
	})
}

func TestAttributeUnsupported(t *testing.T) {
	const dibaoHome = "household_id attribute safe_water area_code\nH1 低保贫困户 是 439901100200"
	const active = "member_id household_id name id_number dibao state\n"
	judge(t, "attribute_unsupported", []situation{
		{rule: "by class 低保贫困户, no active member has D or T", households: dibaoHome, want: "household:H1 low 一般贫困户"},
		{rule: "or 特困供养贫困户", households: "household_id attribute safe_water\nH1 五保贫困户 是", want: "household:H1 low 一般贫困户"},
		{rule: "not general", households: "household_id attribute safe_water\nH1 一般脱贫户 是"},
		{rule: "not unknown", households: "household_id attribute safe_water\nH1 监测对象 是"},
		{rule: "has active members", households: dibaoHome, members: active + "M1 H1 张三 #a 是 死亡"},
		{rule: "a member who is gone does not count", households: dibaoHome, members: active + "M1 H1 张三 #a 是 死亡\nM2 H1 李四 #b 是 _",
			dibao: "id_number name start\n#a 张三 2018-01", want: "household:H1 low 一般贫困户"},
		{rule: "no active member has D", households: dibaoHome, dibao: "id_number name start\n#a 张三 2018-01"},
		{rule: "or T", households: dibaoHome, tekun: "id_number name start\n#a 张三 2018-01"},
		{rule: "every active member has a matchable ID", households: dibaoHome, members: active + "M1 H1 张三 #a 是 _\nM2 H1 李四 不详 是 _"},
		{rule: "nor need one who is gone have one", households: dibaoHome, members: active + "M1 H1 张三 #a 是 _\nM2 H1 李四 不详 是 死亡",
			want: "household:H1 low 一般贫困户"},
		{rule: "another document is not matchable", households: dibaoHome,
			members: "member_id household_id name id_number dibao id_type\nM1 H1 张三 #a 是 身份证\nM2 H1 李四 #b 是 军官证"},
		{rule: "evidence complete for both feeds", households: dibaoHome,
			adjust: func(in *Input) { in.Held = map[string][]string{"tekun": {"439901"}} }},
	})
}

func TestPaidAfterDeath(t *testing.T) {
	const dead = "member_id household_id name id_number dibao state state_date\nM1 H1 张三 #a 否 死亡 "
	judge(t, "paid_after_death", []situation{
		{rule: "a month paid by either feed after the month of death", members: dead + "2018-03-05",
			dibao: "id_number name start end\n#a 张三 2016-01 2018-04", want: "member:M1 high"},
		{rule: "the month of death itself may be paid", members: dead + "2018-03-05", dibao: "id_number name start end\n#a 张三 2016-01 2018-03"},
		{rule: "either feed; W does not matter", members: dead + "2016-03", tekun: "id_number name start end\n#a 张三 2016-04 2016-04", want: "member:M1 high"},
		{rule: "up to the as-of month", members: dead + "2018-09-30", dibao: "id_number name start\n#a 张三 2018-10", want: "member:M1 high"},
		{rule: "not beyond it", members: dead + "2018-09-30", dibao: "id_number name start\n#a 张三 2018-11"},
		{rule: "no state_date", members: dead + "_", dibao: "id_number name start\n#a 张三 2016-01"},
		{rule: "a date after the as-of date is a reject", members: dead + "2018-10-16", dibao: "id_number name start\n#a 张三 2016-01"},
		{rule: "a bare year is read in identified and exit_year only", members: dead + "2017", dibao: "id_number name start\n#a 张三 2016-01"},
		{rule: "a serial date: 43009 is 2017-10-01", members: dead + "43009", dibao: "id_number name month\n#a 张三 2017.11", want: "member:M1 high"},
		{rule: "state 死亡", dibao: "id_number name start\n#a 张三 2016-01",
			members: "member_id household_id name id_number dibao state state_date\nM1 H1 张三 #a 否 迁出 2017-01"},
	})
}

func TestShouldBeCovered(t *testing.T) {
	const poor = "household_id attribute safe_water poverty_status area_code\nH1 一般农户 是 未脱贫 439901100200"
	const header = "member_id household_id name id_number dibao labour health state\n"
	const weak = header + "M1 H1 张三 #a 否 丧失劳动力 肢体残疾 _"
	judge(t, "should_be_covered", []situation{
		{rule: "labour 丧失劳动力, health contains 残疾", households: poor, members: weak, want: "member:M1 info"},
		{rule: "无劳动力, 大病", households: poor, members: header + "M1 H1 张三 #a 否 无劳动力 患有大病 正常", want: "member:M1 info"},
		{rule: "未脱贫", members: weak, households: "household_id attribute safe_water poverty_status\nH1 一般农户 是 返贫"},
		{rule: "labour is one of the two", households: poor, members: header + "M1 H1 张三 #a 否 弱劳动力 患有大病 _"},
		{rule: "health has neither", households: poor, members: header + "M1 H1 张三 #a 否 无劳动力 长期慢性病 _"},
		{rule: "¬D", households: poor, members: weak, dibao: "id_number name start\n#a 张三 2018-01"},
		{rule: "¬T", households: poor, members: weak, tekun: "id_number name start\n#a 张三 2018-01"},
		{rule: "active", households: poor, members: header + "M1 H1 张三 #a 否 丧失劳动力 残疾 迁出"},
		{rule: "matchable ID", households: poor, members: header + "M1 H1 张三 无 否 丧失劳动力 残疾 _"},
		{rule: "evidence complete for both feeds", households: poor, members: weak,
			adjust: func(in *Input) { in.Held = map[string][]string{"dibao": {"439901"}} }},
		{rule: "evidence complete for both feeds", households: poor, members: weak,
			adjust: func(in *Input) { in.Held = map[string][]string{"tekun": {"439901"}} }},
	})
}

func TestNameDiffers(t *testing.T) {
	judge(t, "name_differs", []situation{
		{rule: "exact key match with a row, names not equal; qualifier = the feed", dibao: "id_number name start\n#a 王五 2018-01",
			want: "member:M1 /dibao medium class=different"},
		{rule: "low if similar", tekun: "id_number name start\n#a 张三丰 2018-01", want: "member:M1 /tekun low class=similar"},
		{rule: "every usable row of the feed, whatever its date", dibao: "id_number name start end\n#a 王五 2010-01 2010-02",
			want: "member:M1 /dibao medium class=different"},
		{rule: "usable rows only", dibao: "id_number name start end\n#a 王五 2010-01 2009-02"},
		{rule: "equal", dibao: "id_number name start\n#a 张·三（户主） 2018-01"},
		{rule: "one such row suffices", dibao: "id_number name start\n#a 张三 2018-01\n#a 章三 2018-02", want: "member:M1 /dibao low class=similar"},
		{rule: "active", dibao: "id_number name start\n#a 王五 2018-01",
			members: "member_id household_id name id_number dibao state\nM1 H1 张三 #a 否 死亡"},
		{rule: "the key, not its spelling", dibao: "id_number name start\n430599600101001 王五 2018-01", want: "member:M1 /dibao medium class=different"},
	})
}
