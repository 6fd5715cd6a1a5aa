package oracle

import "testing"

func TestIssuedProblem(t *testing.T) {
	const dated = "household_id problem issued_on\n"
	const ofH1 = "household:H1 /缺帮扶人 high ours=water_no_record"
	judge(t, "issued_problem", []situation{
		{rule: "subject by household; qualifier = the problem text", issued: "household_id problem\nH9 缺帮扶人", want: "household:H9 /缺帮扶人 high"},
		{rule: "by member", issued: "member_id problem\nM9 缺帮扶人", want: "member:M9 /缺帮扶人 high"},
		{rule: "by person", issued: "id_number problem\n'430599600101002 缺帮扶人", want: "person:#b /缺帮扶人 high"},
		{rule: "household before member before person", issued: "household_id member_id id_number problem\nH9 M9 #b 缺帮扶人\n_ M9 #b 缺帮扶人",
			want: "household:H9 /缺帮扶人 high\nmember:M9 /缺帮扶人 high"},
		{rule: "an ID that cannot match names nobody", issued: "id_number problem\n不详 缺帮扶人"},
		{rule: "no problem", issued: "household_id problem\nH9 _"},
		{rule: "two problems of one subject", issued: "household_id problem\nH9 缺帮扶人\nH9 饮水不安全",
			want: "household:H9 /缺帮扶人 high\nhousehold:H9 /饮水不安全 high"},
		{rule: "one row twice", issued: "household_id problem\nH9 缺帮扶人\n'H9 ＝\"缺帮扶人\"", want: "household:H9 /缺帮扶人 high"},
		{rule: "rows with the latest issued_on", issued: dated + "H8 缺帮扶人 2018-09-10\nH9 缺帮扶人 2018-10-10\nH7 缺帮扶人 2018/10/10",
			want: "household:H7 /缺帮扶人 high\nhousehold:H9 /缺帮扶人 high"},
		{rule: "a month precedes its days", issued: dated + "H8 缺帮扶人 2018-10\nH9 缺帮扶人 2018-10-10", want: "household:H9 /缺帮扶人 high"},
		{rule: "without that column, the whole feed", issued: "household_id problem\nH8 缺帮扶人\nH9 缺帮扶人",
			want: "household:H8 /缺帮扶人 high\nhousehold:H9 /缺帮扶人 high"},
		{rule: "a date that cannot be read is no later one", issued: dated + "H8 缺帮扶人 不详\nH7 缺帮扶人 2019\nH6 缺帮扶人 _\nH9 缺帮扶人 2018-10-10",
			want: "household:H9 /缺帮扶人 high"},
		{rule: "none can be read", issued: dated + "H8 缺帮扶人 _\nH9 缺帮扶人 _", want: "household:H8 /缺帮扶人 high\nhousehold:H9 /缺帮扶人 high"},
		{rule: "a row that cannot be used is of no list", issued: dated + "H9 缺帮扶人 2018-09-10\nH9 _ 2018-10-10", want: "household:H9 /缺帮扶人 high"},
		{rule: "another open discrepancy of the subject: detail.ours lists its kinds", issued: "household_id problem\nH1 缺帮扶人", want: ofH1},
		{rule: "the province's own problems apart", issued: "household_id problem\nH1 缺帮扶人\nH1 饮水不安全",
			want: ofH1 + "\nhousehold:H1 /饮水不安全 high ours=water_no_record"},
		{rule: "several kinds, each once", issued: "household_id problem\nH1 缺帮扶人", helpers: "household_id name phone\nH1 王五 _\nH1 李四 _",
			want: "household:H1 /缺帮扶人 high ours=phone_missing,water_no_record"},
		{rule: "of every problem of the subject", issued: "household_id problem\nH1 缺帮扶人\nH1 饮水不安全", helpers: "household_id name phone\nH1 王五 _\nH1 李四 _",
			want: "household:H1 /缺帮扶人 high ours=phone_missing,water_no_record\nhousehold:H1 /饮水不安全 high ours=phone_missing,water_no_record"},
		{rule: "of the subject, not of its members", issued: "household_id problem\nH1 缺帮扶人", members: numbered + "M1 H1 张三 无 否", want: ofH1},
		{rule: "of a member, info too", issued: "member_id problem\nM1 缺帮扶人", members: numbered + "M1 H1 张三 #a 是",
			dibao: "id_number name start end\n#a 张三 2016-01 2017-09", want: "member:M1 /缺帮扶人 high ours=dibao_unsupported"},
		{rule: "of a person", issued: "id_number problem\n#b 缺帮扶人", dibao: "id_number name start\n#b 李四 2018-01",
			want: "person:#b /缺帮扶人 high ours=single_dibao_excluded"},
	})
}
