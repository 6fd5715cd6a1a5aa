package oracle

import "testing"

func exited(status, year string) string {
	return "household_id attribute safe_water poverty_status exit_year\nH1 一般农户 否 " + status + " " + year
}

func TestExitDoubtful(t *testing.T) {
	const unsafe = "household_id verdict\nH1 不安全"
	const absent = pupils + "M1 H1 张三 #six 否 _ _ _ _ _"
	const byWater, bySchooling = "household:H1 /water critical", "household:H1 /schooling critical"
	judge(t, "exit_doubtful", []situation{
		{rule: "已脱贫 with exit_year = the as-of year, and derived water is unsafe", households: exited("已脱贫", "2018"), water: unsafe, want: byWater},
		{rule: "begins 已脱贫", households: exited("已脱贫(享受政策)", "2018年"), water: unsafe, want: byWater},
		{rule: "exit_year by a month", households: exited("已脱贫", "2018-06"), water: unsafe, want: byWater},
		{rule: "exit_year by a day", households: exited("已脱贫", "2018/12/31"), water: unsafe, want: byWater},
		{rule: "another year", households: exited("已脱贫", "2017"), water: unsafe},
		{rule: "no year", households: exited("已脱贫", "_"), water: unsafe},
		{rule: "未脱贫", households: exited("未脱贫", "2018"), water: unsafe},
		{rule: "derived safe", households: exited("已脱贫", "2018"), water: "household_id verdict\nH1 安全"},
		{rule: "no row", households: exited("已脱贫", "2018")},
		{rule: "derived, not stated", households: exited("已脱贫", "2018"), water: indicators + "H1 _ 达标 达标 不达标 达标 安全 _", want: byWater},
		{rule: "or an absence_unexplained member lives there", households: exited("已脱贫", "2018"), members: absent, want: bySchooling},
		{rule: "a member whose absence is explained", households: exited("已脱贫", "2018"), members: pupils + "M1 H1 张三 #six 否 _ 因病 _ _ _"},
		{rule: "a member who is gone", households: exited("已脱贫", "2018"), members: pupils + "M1 H1 张三 #six 否 _ _ _ _ 迁出"},
		{rule: "lives in another household", households: exited("已脱贫", "2018"), members: pupils + "M1 H2 张三 #six 否 _ _ _ _ _"},
		{rule: "both", households: exited("已脱贫", "2018"), members: absent, water: unsafe, want: bySchooling + "\n" + byWater},
		{rule: "the feeds of water alone", households: exited("已脱贫", "2018"), members: absent, water: unsafe, want: byWater,
			adjust: func(in *Input) { in.Enrolment = nil }},
		{rule: "the feeds of schooling alone", households: exited("已脱贫", "2018"), members: absent, water: unsafe, want: bySchooling,
			adjust: func(in *Input) { in.Water = nil }},
		{rule: "neither", households: exited("已脱贫", "2018"), members: absent, water: unsafe,
			adjust: func(in *Input) { in.Water, in.Enrolment = nil, nil }},
	})
}
