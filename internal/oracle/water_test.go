package oracle

import "testing"

const indicators = "household_id head_id quantity quality convenience reliability verdict assessed_on\n"

func marked(safeWater string) string {
	return "household_id attribute safe_water poverty_status water_hardship head_id\nH1 一般农户 " + safeWater + " 未脱贫 否 #a\n"
}

func TestWaterUnmarked(t *testing.T) {
	judge(t, "water_unmarked", []situation{
		{rule: "safe_water unknown; 是 for safe", households: marked("_"), water: indicators + "H1 _ 达标 符合 √ 安全 _ _", want: "household:H1 high 是"},
		{rule: "and basic", households: marked("不清楚"), water: indicators + "H1 _ 达标 符合 基本达标 是 _ _", want: "household:H1 high 是"},
		{rule: "否 for unsafe", households: marked("_"), water: indicators + "H1 _ 不达标 _ _ _ _ _", want: "household:H1 high 否"},
		{rule: "else empty", households: marked("_"), water: indicators + "H1 _ 达标 _ _ _ _ _", want: "household:H1 high"},
		{rule: "whatever is derived: no row", households: marked("_"), want: "household:H1 high"},
		{rule: "known", households: marked("否"), water: indicators + "H1 _ 达标 符合 √ 安全 _ _"},
	})
}

func TestWaterMarkedSafe(t *testing.T) {
	judge(t, "water_marked_safe", []situation{
		{rule: "是, derived unsafe: any fails", water: indicators + "H1 _ 达标 达标 不符合要求 达标 安全 _", want: "household:H1 high 否"},
		{rule: "critical if poverty_status begins 已脱贫", water: indicators + "H1 _ 达标 达标 × 达标 _ _",
			households: "household_id attribute safe_water poverty_status\nH1 一般农户 √ 已脱贫(享受政策)", want: "household:H1 critical 否"},
		{rule: "otherwise the stated verdict", water: indicators + "H1 _ 达标 达标 _ 达标 不安全 _", want: "household:H1 high 否"},
		{rule: "four known decide, whatever is stated", water: indicators + "H1 _ 达标 达标 合格 达标 不安全 _"},
		{rule: "derived basic", water: indicators + "H1 _ 达标 达标 基本合格 达标 _ _"},
		{rule: "newest assessed_on wins", water: indicators + "H1 _ 否 _ _ _ _ 2018-05-01\nH1 _ 是 是 是 是 _ 2018-05-02"},
		{rule: "unreadable = oldest", water: indicators + "H1 _ 否 _ _ _ _ 2018-05-01\nH1 _ 是 是 是 是 _ 待定", want: "household:H1 high 否"},
		{rule: "a date after the as-of date is a reject of that field", water: indicators + "H1 _ 否 _ _ _ _ 2018-05-01\nH1 _ 是 是 是 是 _ 2018-10-16",
			want: "household:H1 high 否"},
		{rule: "the as-of date itself is not after it", water: indicators + "H1 _ 否 _ _ _ _ 2018-05-01\nH1 _ 是 是 是 是 _ 2018-10-15"},
		{rule: "on a tie the worst", water: indicators + "H1 _ 是 是 是 是 _ 20180501\nH1 _ 否 _ _ _ _ 2018-05-01", want: "household:H1 high 否"},
	})
}

func TestWaterRows(t *testing.T) {
	const twoHomes = "household_id attribute safe_water head_id\nH1 一般农户 是 _\nH2 一般农户 是 #b"
	const persons = "member_id household_id name id_number dibao state\nM1 H1 张三 #a 否 死亡\nM2 H1 李四 #b 否 _"
	judge(t, "water_marked_safe", []situation{
		{rule: "else the head_id's key equals that of any of its members, whatever their state", households: twoHomes, members: persons,
			water: indicators + "_ #a 否 _ _ _ _ _", want: "household:H1 high 否"},
		{rule: "a row can serve several households", households: twoHomes, members: persons,
			water: indicators + "_ #b 否 _ _ _ _ _", want: "household:H1 high 否\nhousehold:H2 high 否"},
		{rule: "a household_id that is unknown falls back to head_id", households: twoHomes, members: persons,
			water: indicators + "W7 #a 否 _ _ _ _ _", want: "household:H1 high 否"},
		{rule: "by household_id first", households: twoHomes, members: persons, water: indicators + "H2 #a 否 _ _ _ _ _", want: "household:H2 high 否"},
		{rule: "a head_id without a key is nobody's", households: twoHomes, members: persons, water: indicators + "_ 不详 否 _ _ _ _ _"},
	})
}

func TestWaterMarkedUnsafe(t *testing.T) {
	judge(t, "water_marked_unsafe", []situation{
		{rule: "否, derived safe", households: marked("否"), water: indicators + "H1 _ 达标 达标 达标 达标 _ _", want: "household:H1 medium 是"},
		{rule: "or basic, here as stated", households: marked("×"), water: indicators + "H1 _ _ _ _ _ 基本安全 _", want: "household:H1 medium 是"},
		{rule: "derived unassessed", households: marked("否"), water: indicators + "H1 _ 达标 达标 达标 _ 待定 _"},
		{rule: "unknown", households: marked("_"), water: indicators + "H1 _ 达标 达标 达标 达标 _ _"},
	})
}

func TestWaterNoRecord(t *testing.T) {
	const coded = "household_id attribute safe_water area_code\nH1 一般农户 是 439901100200"
	judge(t, "water_no_record", []situation{
		{rule: "no row", want: "household:H1 medium"},
		{rule: "or derived unassessed", water: indicators + "H1 _ 达标 达标 达标 未知 _ _", want: "household:H1 medium"},
		{rule: "derived", water: indicators + "H1 _ _ _ _ _ 是 _"},
		{rule: "county not held", households: coded, adjust: func(in *Input) { in.Held = map[string][]string{"water": {"439901"}} }},
		{rule: "another county is", households: coded, adjust: func(in *Input) { in.Held = map[string][]string{"water": {"439902"}} },
			want: "household:H1 medium"},
	})
}

func TestWaterVerdictConflict(t *testing.T) {
	judge(t, "water_verdict_conflict", []situation{
		{rule: "stated differs from that derived from four known indicators", water: indicators + "H1 _ 达标 达标 达标 达标 基本安全 _", want: "household:H1 low"},
		{rule: "any fails while stated safe", water: indicators + "H1 _ 不达标 _ _ _ 安全 _", want: "household:H1 low"},
		{rule: "three known decide nothing", water: indicators + "H1 _ 达标 达标 达标 _ 不安全 _"},
		{rule: "the same", water: indicators + "H1 _ 达标 不合格 _ _ 否 _"},
		{rule: "nothing stated", water: indicators + "H1 _ 达标 不合格 _ _ _ _"},
		{rule: "judged on the winning row", water: indicators + "H1 _ 不达标 _ _ _ 安全 2018-01-01\nH1 _ 达标 达标 达标 达标 是 2018-01-02"},
		{rule: "the tied row that does not win", water: indicators + "H1 _ 达标 达标 达标 达标 不安全 _\nH1 _ 否 _ _ _ _ _"},
		{rule: "among rows tied with the same verdict on any of them", water: indicators + "H1 _ 否 _ _ _ _ _\nH1 _ 否 _ _ _ 是 _", want: "household:H1 low"},
	})
}

func TestWaterFlagsContradict(t *testing.T) {
	const header = "household_id attribute safe_water water_hardship\n"
	judge(t, "water_flags_contradict", []situation{
		{rule: "water_hardship 是 and safe_water 是", households: header + "H1 一般农户 有 √", want: "household:H1 medium"},
		{rule: "hardship 否", households: header + "H1 一般农户 是 否"},
		{rule: "safe_water 否", households: header + "H1 一般农户 否 是"},
	})
}

func TestWaterRowsDisagree(t *testing.T) {
	judge(t, "water_rows_disagree", []situation{
		{rule: "winning tie with different derived verdicts", water: indicators + "H1 _ 是 是 是 是 _ 2018-05\nH1 _ 否 _ _ _ _ 201805", want: "household:H1 low"},
		{rule: "unassessed is one of them", water: indicators + "H1 _ 是 是 是 是 _ _\nH1 _ _ _ _ _ _ 不详", want: "household:H1 low"},
		{rule: "no tie", water: indicators + "H1 _ 是 是 是 是 _ 2018-05-02\nH1 _ 否 _ _ _ _ 2018-05-01"},
		{rule: "the same verdict", water: indicators + "H1 _ 是 是 是 是 _ _\nH1 _ _ _ _ _ 安全 _"},
	})
}
