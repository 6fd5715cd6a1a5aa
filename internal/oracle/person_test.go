package oracle

import "testing"

func TestOverlap(t *testing.T) {
	judge(t, "dibao_tekun_overlap", []situation{
		{rule: "one ID in both feeds for one same month of W", dibao: "id_number name start end\n#a 张三 2017-01 2017-10",
			tekun: "id_number name start end\n#a 张三 2017-10 2018-01", want: "person:#a medium"},
		{rule: "registered or not", dibao: "id_number name month\n#b 李四 2018-01", tekun: "id_number name month\n#b 李四 2018/1/9", want: "person:#b medium"},
		{rule: "not the same month", dibao: "id_number name start end\n#a 张三 2017-01 2017-10", tekun: "id_number name start end\n#a 张三 2017-11 2018-01"},
		{rule: "a same month, but not of W", dibao: "id_number name start end\n#a 张三 2017-01 2017-10", tekun: "id_number name start end\n#a 张三 2016-01 2017-09"},
	})
}

func TestMemberMissing(t *testing.T) {
	const batch = "household_id attribute safe_water identified head_id\nH1 一般农户 是 2018-04-01 _"
	judge(t, "member_missing", []situation{
		{rule: "the head_id of one of the person's rows is in the registry", dibao: "id_number name start head_id\n#b 李四 2018-01 #a",
			want: "person:#b medium route=supplement"},
		{rule: "new_identification if that household was identified within the mid-year batch", households: batch,
			dibao: "id_number name start head_id\n#b 李四 2018-01 #a", want: "person:#b medium route=new_identification"},
		{rule: "a bare year is never inside the mid-year batch", dibao: "id_number name start head_id\n#b 李四 2018-01 #a",
			households: "household_id attribute safe_water identified\nH1 一般农户 是 2018", want: "person:#b medium route=supplement"},
		{rule: "after the batch", dibao: "id_number name start head_id\n#b 李四 2018-01 #a",
			households: "household_id attribute safe_water identified\nH1 一般农户 是 2018-10", want: "person:#b medium route=supplement"},
		{rule: "the ID of any row with the same benefit_no, any month", want: "person:#b medium route=supplement",
			dibao: "id_number name start end benefit_no\n#b 李四 2018-01 _ B1\n#a 张三 2010-01 2010-02 B1"},
		{rule: "any row, usable or not", want: "person:#b medium route=supplement",
			dibao: "id_number name start covered benefit_no\n#b 李四 2018-01 是 B1\n#a 张三 2010-01 否 B1"},
		{rule: "another benefit_no", dibao: "id_number name start benefit_no\n#b 李四 2018-01 B1\n#a 张三 2018-01 B2"},
		{rule: "a blank benefit_no is nobody's", dibao: "id_number name start benefit_no\n#b 李四 2018-01 _\n#a 张三 2018-01 _"},
		{rule: "not in the registry", dibao: "id_number name start head_id\n#a 张三 2018-01 #a"},
		{rule: "in the registry: of any household's head_id", dibao: "id_number name start head_id\n#b 李四 2018-01 #a",
			households: "household_id attribute safe_water head_id\nH1 一般农户 是 #b"},
		{rule: "in the registry: of any member, whatever its state", dibao: "id_number name start head_id\n#b 李四 2018-01 #a",
			members: "member_id household_id name id_number dibao state\nM1 H1 张三 #a 否 _\nM2 H1 李四 #b 否 死亡"},
		{rule: "of any member: an orphan who is gone, too", dibao: "id_number name start head_id\n#b 李四 2018-01 #a",
			members: "member_id household_id name id_number dibao state\nM1 H1 张三 #a 否 _\nM2 H9 李四 #b 否 死亡"},
		{rule: "a relative by a household's head_id who is no member", dibao: "id_number name start head_id\n#b 李四 2018-01 #c",
			households: "household_id attribute safe_water head_id identified\nH1 一般农户 是 #c 201806", want: "person:#b medium route=new_identification"},
		{rule: "has D or T", dibao: "id_number name start end head_id\n#b 李四 2016-01 2017-09 #a"},
		{rule: "T, and a relative by a dibao row outside W", dibao: "id_number name start end head_id\n#b 李四 2016-01 2017-09 #a",
			tekun: "id_number name start\n#b 李四 2018-01", want: "person:#b medium route=supplement"},
		{rule: "the relative is not in the registry", dibao: "id_number name start head_id\n#b 李四 2018-01 #c"},
	})
}

func TestSingleDibaoExcluded(t *testing.T) {
	const header = "id_number name start household_size covered_size\n"
	judge(t, "single_dibao_excluded", []situation{
		{rule: "household_size is unknown", dibao: "id_number name start\n#b 李四 2018-01", want: "person:#b info"},
		{rule: "> 1 with covered_size smaller", dibao: header + "#b 李四 2018-01 3 1", want: "person:#b info"},
		{rule: "> 1 with covered_size unknown", dibao: header + "#b 李四 2018-01 2 不详", want: "person:#b info"},
		{rule: "whole household covered", dibao: header + "#b 李四 2018-01 3 3"},
		{rule: "a household of one", dibao: header + "#b 李四 2018-01 1 _"},
		{rule: "not T", dibao: header + "#b 李四 2018-01 3 1", tekun: "id_number name start\n#b 李四 2018-01"},
		{rule: "T outside W is not T", dibao: header + "#b 李四 2018-01 3 1", tekun: "id_number name start\n#b 李四 2018-10", want: "person:#b info"},
		{rule: "the latest start decides", dibao: header + "#b 李四 2018-01 3 1\n#b 李四 2018-02 3 3"},
		{rule: "the latest start decides, the other way", dibao: header + "#b 李四 2018-01 3 3\n#b 李四 2018-02 3 1", want: "person:#b info"},
		{rule: "on a tie any row that makes it single", dibao: header + "#b 李四 2018-02 3 3\n#b 李四 2018/2/1 3 2", want: "person:#b info"},
		{rule: "the latest month decides", dibao: "id_number name month household_size covered_size\n#b 李四 2018-01 3 1\n#b 李四 2018-02 3 3"},
		{rule: "no relative there", dibao: "id_number name start household_size head_id\n#b 李四 2018-01 3 #a"},
		{rule: "has D", dibao: header + "#b 李四 2018-10 3 1"},
		{rule: "not in the registry", dibao: header + "#a 张三 2018-01 3 1"},
	})
}

func TestHouseholdUnregistered(t *testing.T) {
	const header = "id_number name start household_size covered_size\n"
	judge(t, "household_unregistered", []situation{
		{rule: "whole household covered", dibao: header + "#b 李四 2018-01 3 3", want: "person:#b info"},
		{rule: "single-person household", dibao: header + "#b 李四 2018-01 1 _", want: "person:#b info"},
		{rule: "or T", tekun: "id_number name start\n#b 李四 2018-01", want: "person:#b info"},
		{rule: "T beside D", dibao: header + "#b 李四 2018-01 3 1", tekun: "id_number name start\n#b 李四 2018-01", want: "person:#b info"},
		{rule: "otherwise: not where single", dibao: header + "#b 李四 2018-01 3 2"},
		{rule: "no relative there", dibao: "id_number name start household_size head_id\n#b 李四 2018-01 1 #a"},
		{rule: "has D or T", tekun: "id_number name start end\n#b 李四 2016-01 2017-09"},
	})
}
