package oracle

import "testing"

func TestIDInvalid(t *testing.T) {
	header := "member_id household_id name id_number dibao id_type state\n"
	judge(t, "id_invalid", []situation{
		{rule: "high if it cannot match", members: header + "M1 H1 张三 不详 否 _ _", want: "member:M1 high reason=missing"},
		{rule: "else medium", members: header + "M1 H1 张三 430599196001010014 否 户口簿 _", want: "member:M1 medium reason=checksum"},
		{rule: "valid", members: header + "M1 H1 张三 #a 否 居民身份证 _"},
		{rule: "active", members: header + "M1 H1 张三 不详 否 _ 迁出"},
		{rule: "another document has no ID discrepancy", members: header + "M1 H1 张三 不详 否 港澳居民来往内地通行证 _"},
	})
}

func TestIDDuplicate(t *testing.T) {
	header := "member_id household_id name id_number dibao id_type state\n"
	judge(t, "id_duplicate", []situation{
		{rule: "one match key on two or more active members", members: header + "M2 H1 张三 #a 否 _ _\nM1 H9 李四 430599600101001 否 _ _",
			want: "person:#a high members=M1,M2"},
		{rule: "active", members: header + "M1 H1 张三 #a 否 _ _\nM2 H1 李四 #a 否 _ 死亡"},
		{rule: "another document has no key", members: header + "M1 H1 张三 #a 否 _ _\nM2 H1 李四 #a 否 护照 _"},
		{rule: "a number that cannot match is no key", members: header + "M1 H1 张三 不详 否 _ _\nM2 H1 李四 不详 否 _ _"},
		{rule: "a second row with a member_id is no second member", members: header + "M1 H1 张三 #a 否 _ _\nM1 H1 李四 #a 否 _ _"},
	})
}

func TestMemberOrphaned(t *testing.T) {
	header := "member_id household_id name id_number dibao state\n"
	judge(t, "member_orphaned", []situation{
		{rule: "household_id not among households", members: header + "M1 H9 张三 #a 否 _", want: "member:M1 high"},
		{rule: "a blank one is not among them either", members: header + "M1 _ 张三 #a 否 _", want: "member:M1 high"},
		{rule: "active", members: header + "M1 H9 张三 #a 否 死亡"},
		{rule: "among them, in another spelling", members: header + `M1 ="Ｈ1" 张三 #a 否 _`},
	})
}

func TestHouseholdEmpty(t *testing.T) {
	header := "member_id household_id name id_number dibao state\n"
	judge(t, "household_empty", []situation{
		{rule: "no active member", members: header + "M1 H1 张三 #a 否 死亡", want: "household:H1 medium"},
		{rule: "no member at all", members: header + "M1 H9 张三 #a 否 _", want: "household:H1 medium"},
		{rule: "one is active", members: header + "M1 H1 张三 #a 否 死亡\nM2 H1 李四 #b 否 正常"},
	})
}

func TestHeadIDDiffers(t *testing.T) {
	headed := "household_id attribute safe_water head_id\nH1 一般农户 是 "
	header := "member_id household_id name id_number dibao relation state\n"
	judge(t, "head_id_differs", []situation{
		{rule: "the household's head_id has a different key", households: headed + "#b", members: header + "M1 H1 张三 #a 否 户主 _", want: "household:H1 medium"},
		{rule: "or none", households: headed + "_", members: header + "M1 H1 张三 #a 否 户主 _", want: "household:H1 medium"},
		{rule: "the same key in another spelling", households: headed + "430599600101001", members: header + "M1 H1 张三 #a 否 户主 _"},
		{rule: "head_id is mapped", members: header + "M1 H1 张三 #a 否 户主 _"},
		{rule: "exactly one active 户主", households: headed + "#b", members: header + "M1 H1 张三 #a 否 户主 _\nM2 H1 李四 #c 否 户主 _"},
		{rule: "one of the two is gone", households: headed + "#b", members: header + "M1 H1 张三 #a 否 户主 _\nM2 H1 李四 #b 否 户主 死亡",
			want: "household:H1 medium"},
		{rule: "who has a key", households: headed + "#b", members: header + "M1 H1 张三 不详 否 户主 _"},
	})
}

func TestHeadCountWrong(t *testing.T) {
	header := "member_id household_id name id_number dibao relation state\n"
	judge(t, "head_count_wrong", []situation{
		{rule: "none", members: header + "M1 H1 张三 #a 否 配偶 _", want: "household:H1 medium"},
		{rule: "two", members: header + "M1 H1 张三 #a 否 户主 _\nM2 H1 李四 #b 否 户主 _", want: "household:H1 medium"},
		{rule: "exactly one", members: header + "M1 H1 张三 #a 否 户主 _\nM2 H1 李四 #b 否 户主 死亡"},
		{rule: "active members exist", members: header + "M1 H1 张三 #a 否 配偶 死亡"},
		{rule: "only when the column is mapped"},
	})
}
