package oracle

import "testing"

const (
	numbered = "member_id household_id name id_number dibao\n"
	spells   = "id_number name start\n"
	twoCodes = "household_id attribute safe_water area_code\nH1 一般农户 是 439901100200\nH2 一般农户 是 439902100200"
)

// TestIDSuspectedBySlip: condition (a). The member is 张三 with #a, ending in 010013.
func TestIDSuspectedBySlip(t *testing.T) {
	const suspected = "member:M1 /dibao medium"
	judge(t, "id_suspected", []situation{
		{rule: "one substituted character; the ID is not in the registry", dibao: spells + "430599196001010014 张三 2018-01", want: suspected},
		{rule: "one adjacent transposition", dibao: spells + "430599196001010031 张三 2018-01", want: suspected},
		{rule: "one missing character; the ID cannot match", dibao: spells + "43059919600101001 张三 2018-01", want: suspected},
		{rule: "one extra character, the longer having 18", dibao: spells + "#a 张三 2018-01",
			members: numbered + "M1 H1 张三 43059919600101001 否", want: suspected},
		{rule: "the longer having 19", dibao: spells + "4305991960010100133 张三 2018-01"},
		{rule: "no digit", dibao: spells + "43O599196001010013 张三 2018-01", want: suspected},
		{rule: "cleaned as in §2", dibao: spells + "'４３o599196001010013 张三 2018-01", want: suspected},
		{rule: "the match key where there is one: 15 digits", dibao: spells + "430599600101001 张三 2018-01",
			members: numbered + "M1 H1 张三 430599196001010014 否", want: suspected},
		{rule: "the match key where there is one: a disability card", dibao: spells + "43059919600101001443 张三 2018-01", want: suspected},
		{rule: "two substituted", dibao: spells + "430599196001010024 张三 2018-01"},
		{rule: "two exchanged that are not adjacent", dibao: spells + "430599196001013010 张三 2018-01"},
		{rule: "two missing", dibao: spells + "4305991960010100 张三 2018-01"},
		{rule: "one missing, another substituted", dibao: spells + "43059919600101002 张三 2018-01"},
		{rule: "any registry number takes part, valid or flagged", dibao: spells + "#a 张三 2018-01",
			members: numbered + "M1 H1 张三 430599196001010019 否", want: suspected},
		{rule: "both masked alike: they do not differ", dibao: spells + "430599********0013 张三 2018-01",
			members: numbered + "M1 H1 张三 430599********0013 否"},
	})
}

// TestIDSuspectedWhenRounded: condition (b).
func TestIDSuspectedWhenRounded(t *testing.T) {
	const suspected = "member:M1 /dibao medium"
	judge(t, "id_suspected", []situation{
		{rule: "the row's is damaged, the first 15 agree", dibao: spells + "430599196001010000 张三 2018-01", want: suspected},
		{rule: "the member's is", dibao: spells + "#a 张三 2018-01", members: numbered + "M1 H1 张三 430599196001010000 否", want: suspected},
		{rule: "both are, and alike", dibao: spells + "430599196001010000 张三 2018-01", members: numbered + "M1 H1 张三 430599196001010000 否", want: suspected},
		{rule: "or ends in 000, with the right check character", dibao: spells + "430599196001020000 张三 2018-01",
			members: numbered + "M1 H1 张三 430599196001020035 否", want: suspected},
		{rule: "or ends in 000, and has another fault", dibao: spells + "43059919600101000 张三 2018-01", want: suspected},
		{rule: "neither does", dibao: spells + "430599196001010024 张三 2018-01"},
		{rule: "the first 15 differ", dibao: spells + "430599196001011000 张三 2018-01"},
		{rule: "both have 15 characters", dibao: spells + "4.30599E+17 张三 2018-01"},
		{rule: "of 14 the first 15 cannot agree", dibao: spells + "430599196001010000 张三 2018-01", members: numbered + "M1 H1 张三 43059919600101 否"},
	})
}

// TestIDSuspectedWithoutNumber: condition (c).
func TestIDSuspectedWithoutNumber(t *testing.T) {
	const suspected = "member:M1 /dibao medium"
	const home = "household_id attribute safe_water head_id\nH1 一般农户 是 #c\nH2 一般农户 是 #d"
	const none = "member_id household_id name id_number dibao state\nM1 H1 张三 无 否 _\n"
	const headed = "id_number name start head_id\n"
	judge(t, "id_suspected", []situation{
		{rule: "the number is missing and the row's head_id is the household's", households: home, members: none,
			dibao: headed + "#b 张三 2018-01 #c", want: suspected},
		{rule: "pseudo", households: home, members: numbered + "M1 H1 张三 " + "999999" + "196001010013 否", dibao: headed + "#b 张三 2018-01 #c", want: suspected},
		{rule: "or the key of a member of that household", members: none + "M2 H1 李四 #e 否 死亡", dibao: headed + "#b 张三 2018-01 #e", want: suspected},
		{rule: "the row's own number may be missing too", households: home, members: none, dibao: headed + "不详 张三 2018-01 #c", want: suspected},
		{rule: "of another household", households: home, members: none, dibao: headed + "#b 张三 2018-01 #d"},
		{rule: "no head_id", households: home, members: none, dibao: headed + "#b 张三 2018-01 _"},
		{rule: "an orphan has no household", households: home, members: numbered + "M1 H9 张三 无 否", dibao: headed + "#b 张三 2018-01 #c"},
		{rule: "wrong in another way", households: home, members: numbered + "M1 H1 张三 4305 否", dibao: headed + "#b 张三 2018-01 #c"},
		{rule: "two of the household", households: home, members: none + "M2 H1 张三 _ 否 _", dibao: headed + "#b 张三 2018-01 #c"},
		{rule: "the row's ID is in the registry", households: home, members: none, dibao: headed + "#c 张三 2018-01 #c"},
	})
}

func TestIDSuspectedRows(t *testing.T) {
	const suspected, slip = "member:M1 /dibao medium", "430599196001010014 张三 "
	judge(t, "id_suspected", []situation{
		{rule: "qualifier = the feed", tekun: spells + slip + "2018-01", want: "member:M1 /tekun medium"},
		{rule: "any month", dibao: "id_number name start end\n" + slip + "2010-01 2010-02", want: suspected},
		{rule: "monthly", dibao: "id_number name month\n" + slip + "2016-03", want: suspected},
		{rule: "several rows, one finding", dibao: "id_number name month\n" + slip + "2018-03\n" + slip + "2018-04", want: suspected},
		{rule: "usable but for the ID: covered 否", dibao: "id_number name start covered\n" + slip + "2018-01 否"},
		{rule: "usable but for the ID: no readable start", dibao: spells + slip + "不详"},
		{rule: "usable but for the ID: an end before the start", dibao: "id_number name start end\n" + slip + "2018-05 2018-04"},
		{rule: "an equal name", dibao: spells + "430599196001010014 张·三（户主） 2018-01", want: suspected},
		{rule: "a similar one is not equal", dibao: spells + "430599196001010014 章三 2018-01"},
		{rule: "not in the registry: of a member who is gone", dibao: spells + slip + "2018-01",
			members: "member_id household_id name id_number dibao state\nM1 H1 张三 #a 否 _\nM2 H1 李四 430599196001010014 否 死亡"},
		{rule: "not in the registry: of a head_id", dibao: spells + slip + "2018-01",
			households: "household_id attribute safe_water head_id\nH1 一般农户 是 430599196001010014"},
	})
}

func TestIDSuspectedMembers(t *testing.T) {
	const suspected, slip = "member:M1 /dibao medium", spells + "430599196001010014 张三 2018-01"
	const stated = "member_id household_id name id_number dibao state id_type\n"
	judge(t, "id_suspected", []situation{
		{rule: "active", dibao: slip, members: stated + "M1 H1 张三 #a 否 迁出 _"},
		{rule: "itself unmatched in that feed", dibao: slip + "\n#a 张三 2010-01"},
		{rule: "unmatched in that feed, matched in the other", dibao: slip, tekun: spells + "#a 张三 2018-01", want: suspected},
		{rule: "a row that cannot be used matches nobody", dibao: "id_number name start covered\n430599196001010014 张三 2018-01 是\n#a 张三 2018-01 否", want: suspected},
		{rule: "two such members → none", dibao: slip, members: stated + "M1 H1 张三 #a 否 _ _\nM2 H1 张三 430599196001010015 否 _ _"},
		{rule: "another who is gone", dibao: slip, members: stated + "M1 H1 张三 #a 否 _ _\nM2 H1 张三 430599196001010015 否 死亡 _", want: suspected},
		{rule: "another whose name is only similar", dibao: slip, members: stated + "M1 H1 张三 #a 否 _ _\nM2 H1 章三 430599196001010015 否 _ _", want: suspected},
		{rule: "another whose number is not near", dibao: slip, members: stated + "M1 H1 张三 #a 否 _ _\nM2 H1 张三 #b 否 _ _", want: suspected},
		{rule: "another who is matched", dibao: slip + "\n#b 李四 2018-01",
			members: stated + "M1 H1 张三 430599196001010011 否 _ _\nM2 H1 张三 #b 否 _ _", want: suspected},
		{rule: "ambiguous for one row, single for another", dibao: slip + "\n430599196001010033 张三 2018-01",
			members: stated + "M1 H1 张三 #a 否 _ _\nM2 H1 张三 430599196001010015 否 _ _", want: suspected},
		{rule: "another document is no ID number", dibao: slip, members: stated + "M1 H1 张三 #a 否 _ 护照"},
		{rule: "nor does its holder make it ambiguous", dibao: slip,
			members: stated + "M1 H1 张三 #a 否 _ _\nM2 H1 张三 430599196001010015 否 _ 护照", want: suspected},
	})
}

func TestIDSuspectedCounties(t *testing.T) {
	const suspected, placed = "member:M1 /dibao medium", "id_number name start area_code\n430599196001010014 张三 2018-01 "
	const two = numbered + "M1 H1 张三 #a 否\nM2 H2 张三 430599196001010015 否"
	judge(t, "id_suspected", []situation{
		{rule: "of the same county", households: twoCodes, dibao: placed + "439901100300", want: suspected},
		{rule: "of another county", households: twoCodes, dibao: placed + "439902100200"},
		{rule: "one in each", households: twoCodes, members: two, dibao: placed + "439901100200", want: suspected},
		{rule: "a row without a county is searched in the whole registry", households: twoCodes, dibao: placed + "_", want: suspected},
		{rule: "and finds both", households: twoCodes, members: two, dibao: placed + "_"},
		{rule: "a member without a county is suggested only for such a row", members: numbered + "M1 H9 张三 #a 否", dibao: placed + "_", want: suspected},
		{rule: "not for one with a county", households: twoCodes, members: numbered + "M1 H9 张三 #a 否", dibao: placed + "439901100200"},
		{rule: "nor does that member make it ambiguous there", households: twoCodes, dibao: placed + "439901100200",
			members: numbered + "M1 H1 张三 #a 否\nM2 H9 张三 430599196001010015 否", want: suspected},
	})
}

// TestSuspectedPeople: a person with any row that has a single suggestion is not
// also reported as one outside the registry.
func TestSuspectedPeople(t *testing.T) {
	const head = "id_number name start head_id\n430599196001010014 张三 2018-01 #f"
	const heads = "household_id attribute safe_water head_id\nH1 一般农户 是 #f"
	const rivals = numbered + "M1 H1 张三 #a 否\nM2 H1 张三 430599196001010015 否"
	judge(t, "member_missing", []situation{
		{rule: "not also member_missing", households: heads, dibao: head},
		{rule: "two or more are none", households: heads, dibao: head, members: rivals, want: "person:430599196001010014 medium route=supplement"},
		{rule: "any row, of the other feed", households: heads, dibao: "id_number name start head_id\n430599196001010014 李四 2018-01 #f",
			tekun: "id_number name start end\n430599196001010014 张三 2010-01 2010-01"},
	})
	judge(t, "single_dibao_excluded", []situation{
		{rule: "not also single_dibao_excluded", dibao: spells + "430599196001010014 张三 2018-01"},
		{rule: "two or more are none", dibao: spells + "430599196001010014 张三 2018-01", members: rivals, want: "person:430599196001010014 info"},
	})
	judge(t, "household_unregistered", []situation{
		{rule: "not also household_unregistered", tekun: spells + "430599196001010014 张三 2018-01"},
		{rule: "two or more are none", tekun: spells + "430599196001010014 张三 2018-01", members: rivals, want: "person:430599196001010014 info"},
	})
	judge(t, "dibao_tekun_overlap", []situation{
		{rule: "near matches clear nothing else", dibao: spells + "430599196001010014 张三 2018-01", tekun: spells + "430599196001010014 张三 2018-01",
			want: "person:430599196001010014 medium"},
	})
}

func TestDibaoUnsupportedButSuspected(t *testing.T) {
	const marked, slip = numbered + "M1 H1 张三 #a 是", spells + "430599196001010014 张三 2018-01"
	judge(t, "dibao_unsupported", []situation{
		{rule: "info when the member has an id_suspected", members: marked, dibao: slip, want: "member:M1 info 否 suspected=true"},
		{rule: "of either feed", members: marked, tekun: slip, want: "member:M1 info 否 suspected=true"},
		{rule: "beside outside_window", members: marked, tekun: slip, dibao: "id_number name start end\n#a 张三 2016-01 2017-09",
			want: "member:M1 info 否 outside_window=true suspected=true"},
		{rule: "ambiguous is none", dibao: slip, members: marked + "\nM2 H1 张三 430599196001010015 否", want: "member:M1 low 否"},
	})
}

func TestOneSlip(t *testing.T) {
	const number = "43059919600101003X"
	for _, c := range []struct {
		other string
		want  bool
	}{
		{number, false}, {"43059919600101003x", true}, {"430599196001010030", true}, {"X3059919600101003X", true},
		{"43059991600101003X", true}, {"4305991960010100X3", true}, {"4305991960010103X0", false}, {"43059919601001003X", true},
		{"3059919600101003X", true}, {"43059919600101003", true}, {"4305991960010003X", true}, {"40599196001010030", false},
		{"43059919600101003XX", false}, {"", false}, {"430599196001010033X", false}, {"43059919600101０03X", true},
	} {
		if got := oneSlip(number, c.other); got != c.want {
			t.Errorf("oneSlip(%q, %q) = %v", number, c.other, got)
		}
		if got := oneSlip(c.other, number); got != c.want {
			t.Errorf("oneSlip(%q, %q) = %v", c.other, number, got)
		}
	}
	if oneSlip("43059960010100", "4305996001010") {
		t.Error("the longer has to have 18")
	}
}
