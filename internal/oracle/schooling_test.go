package oracle

import "testing"

const pupils = "member_id household_id name id_number dibao school_status absence_reason education health state\n"

func TestAbsenceUnexplained(t *testing.T) {
	judge(t, "absence_unexplained", []situation{
		{rule: "active, age 6–15, not in school, reason blank", members: pupils + "M1 H1 张三 #six 否 非在校生 _ _ _ _", want: "member:M1 high"},
		{rule: "school_status blank", members: pupils + "M1 H1 张三 #fifteen 否 _ _ _ _ 正常", want: "member:M1 high"},
		{rule: "five on 1 September, six the day after", members: pupils + "M1 H1 张三 #five 否 _ _ _ _ _"},
		{rule: "sixteen on that day", members: pupils + "M1 H1 张三 #sixteen 否 _ _ _ _ _"},
		{rule: "in school, whatever the school", members: pupils + "M1 H1 张三 #six 否 学前教育 _ _ _ _"},
		{rule: "a reason", members: pupils + "M1 H1 张三 #six 否 非在校生 其他原因 _ _ _"},
		{rule: "not active", members: pupils + "M1 H1 张三 #six 否 _ _ _ _ 迁出"},
		{rule: "unknown when the ID cannot match", members: pupils + "M1 H1 张三 43059920120901 否 _ _ _ _ _"},
		{rule: "unknown when its birth date is flagged", members: pupils + "M1 H1 张三 430599201209310010 否 _ _ _ _ _"},
		{rule: "known when the check character is wrong", members: pupils + "M1 H1 张三 430599201209010017 否 _ _ _ _ _", want: "member:M1 high"},
		{rule: "known where region hit first", members: pupils + "M1 H1 张三 009999201209010010 否 _ _ _ _ _", want: "member:M1 high"},
		{rule: "another document has no key", adjust: func(in *Input) { in.Members[0]["id_type"] = "护照" }, members: pupils + "M1 H1 张三 #six 否 _ _ _ _ _"},
		{rule: "a column that is not mapped is blank", members: "member_id household_id name id_number dibao\nM1 H1 张三 #six 否", want: "member:M1 high"},
	})
}

func TestAbsenceImplausible(t *testing.T) {
	const found = "member:M1 medium"
	child := func(rest string) string { return pupils + "M1 H1 张三 " + rest }
	judge(t, "absence_implausible", []situation{
		{rule: "推迟上学 and age > 7", members: child("#eight 否 _ 推迟上学 _ _ _"), want: found},
		{rule: "推迟上学 at 7", members: child("#seven 否 _ 推迟上学 _ _ _")},
		{rule: "提前毕业 and age < 14", members: child("#thirteen 否 _ 提前毕业 初中 _ _"), want: found},
		{rule: "提前毕业 at 14", members: child("#fourteen 否 _ 提前毕业 初中 _ _")},
		{rule: "or education below 初中", members: child("#fourteen 否 _ 提前毕业 小学 _ _"), want: found},
		{rule: "education blank is below", members: child("#fourteen 否 _ 提前毕业 _ _ _"), want: found},
		{rule: "文盲或半文盲 is below", members: child("#fourteen 否 _ 提前毕业 文盲或半文盲 _ _"), want: found},
		{rule: "学龄前儿童 is below", members: child("#fourteen 否 _ 提前毕业 学龄前儿童 _ _"), want: found},
		{rule: "因病 and health 健康", members: child("#eight 否 _ 因病 _ 健康 _"), want: found},
		{rule: "因残 and health 健康", members: child("#eight 否 _ 因残 _ 健康 _"), want: found},
		{rule: "因病, and not healthy", members: child("#eight 否 _ 因病 _ 患有大病 _")},
		{rule: "another reason, and healthy", members: child("#eight 否 _ 其他原因 _ 健康 _")},
		{rule: "any reason with age outside 6–16", members: child("#five 否 _ 其他原因 _ _ _"), want: found},
		{rule: "at 16 it is inside", members: child("#sixteen 否 _ 其他原因 _ _ _")},
		{rule: "at 17 outside", members: child("#seventeen 否 _ 其他原因 _ _ _"), want: found},
		{rule: "or while in school", members: child("#eight 否 小学 其他原因 _ _ _"), want: found},
		{rule: "no reason", members: child("#eight 否 小学 _ _ _ _")},
		{rule: "active", members: child("#eight 否 小学 其他原因 _ _ 死亡")},
		{rule: "age unknown", members: child("43059920120901 否 小学 其他原因 _ _ _")},
	})
}

func TestEnrolmentUnmarked(t *testing.T) {
	const enrolled = "id_number name status\n#eight 张三 "
	judge(t, "enrolment_unmarked", []situation{
		{rule: "in enrolment, registry says not in school", members: pupils + "M1 H1 张三 #eight 否 非在校生 _ _ _ _", enrolment: enrolled + "在读", want: "member:M1 medium"},
		{rule: "blank", members: pupils + "M1 H1 张三 #eight 否 _ 因病 _ _ _", enrolment: enrolled + "_", want: "member:M1 medium"},
		{rule: "any row counts, whatever its status text", members: pupils + "M1 H1 张三 #eight 否 _ _ _ _ _", enrolment: enrolled + "借读", want: "member:M1 medium"},
		{rule: "unless it says 退学", members: pupils + "M1 H1 张三 #eight 否 _ _ _ _ _", enrolment: enrolled + "退学"},
		{rule: "休学", members: pupils + "M1 H1 张三 #eight 否 _ _ _ _ _", enrolment: enrolled + "休学"},
		{rule: "毕业, in more words", members: pupils + "M1 H1 张三 #eight 否 _ _ _ _ _", enrolment: enrolled + "已毕业"},
		{rule: "and another does not", members: pupils + "M1 H1 张三 #eight 否 _ _ _ _ _", enrolment: enrolled + "退学\n#eight 张三 在读", want: "member:M1 medium"},
		{rule: "at any age", members: pupils + "M1 H1 张三 #seventeen 否 _ _ _ _ _", enrolment: "id_number name\n#seventeen 李四", want: "member:M1 medium"},
		{rule: "not in it", members: pupils + "M1 H1 张三 #eight 否 _ _ _ _ _", enrolment: "id_number name\n#seven 张三"},
		{rule: "registry says in school", members: pupils + "M1 H1 张三 #eight 否 小学 _ _ _ _", enrolment: enrolled + "在读"},
		{rule: "active", members: pupils + "M1 H1 张三 #eight 否 _ _ _ _ 迁出", enrolment: enrolled + "在读"},
		{rule: "the birth date flagged: skipped", members: pupils + "M1 H1 张三 430599201209310010 否 _ _ _ _ _", enrolment: "id_number name\n430599201209310010 张三"},
	})
}

func TestEnrolmentMissing(t *testing.T) {
	const coded = "household_id attribute safe_water area_code\nH1 一般农户 是 439901100200"
	schools := []situation{
		{rule: "not compulsory school", members: pupils + "M1 H1 张三 #fifteen 否 普通高中一年级 _ _ _ _"},
		{rule: "not in school", members: pupils + "M1 H1 张三 #eight 否 非在校生 _ _ _ _"},
		{rule: "age 6–15: five", members: pupils + "M1 H1 张三 #five 否 小学 _ _ _ _"},
		{rule: "age 6–15: sixteen", members: pupils + "M1 H1 张三 #sixteen 否 九年级 _ _ _ _"},
		{rule: "in enrolment", members: pupils + "M1 H1 张三 #eight 否 小学 _ _ _ _", enrolment: "id_number name\n#eight 李四"},
		{rule: "a row that says 退学 does not count", members: pupils + "M1 H1 张三 #eight 否 小学 _ _ _ _",
			enrolment: "id_number name status\n#eight 张三 退学", want: "member:M1 medium"},
		{rule: "active", members: pupils + "M1 H1 张三 #eight 否 小学 _ _ _ 死亡"},
		{rule: "county not held", households: coded, members: pupils + "M1 H1 张三 #eight 否 小学 _ _ _ _",
			adjust: func(in *Input) { in.Held = map[string][]string{"enrolment": {"439901"}} }},
		{rule: "another county is", households: coded, members: pupils + "M1 H1 张三 #eight 否 小学 _ _ _ _", want: "member:M1 medium",
			adjust: func(in *Input) { in.Held = map[string][]string{"enrolment": {"439902"}} }},
	}
	for _, school := range []string{"小学", "一年级", "二年级", "三年级", "四年级", "五年级", "六年级", "七年级", "八年级", "九年级",
		"初中", "初中一年级", "初中二年级", "初中三年级"} {
		schools = append(schools, situation{rule: "registry in compulsory school", members: pupils + "M1 H1 张三 #six 否 " + school + " _ _ _ _", want: "member:M1 medium"})
	}
	judge(t, "enrolment_missing", schools)
}

// TestAge: full years on the latest 1 September up to the as-of date.
func TestAge(t *testing.T) {
	for _, c := range []struct {
		why, number, asOf string
		want              int
		known             bool
	}{
		{"the as-of date's school year", "#six", "2018-10-15", 6, true},
		{"which begins on 1 September", "#six", "2018-09-01", 6, true},
		{"the day before is of the former year", "#six", "2018-08-31", 5, true},
		{"born on 2 September", "#five", "2018-10-15", 5, true},
		{"the same in summer", "#five", "2019-08-31", 5, true},
		{"born after that day: not yet there", "430599201809150014", "2018-10-15", -1, true},
		{"born after the as-of date", "430599201811010019", "2018-10-15", 0, false},
		{"born before 1900", "440524188001010014", "2018-10-15", 0, false},
		{"no key", "不详", "2018-10-15", 0, false},
	} {
		w := read(Input{AsOf: c.asOf, Members: sheet("member_id id_number\nM1 " + c.number)})
		if age, known := w.age(w.members[0]); age != c.want || known != c.known {
			t.Errorf("%s: %d, %v", c.why, age, known)
		}
	}
}
