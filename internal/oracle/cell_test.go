package oracle

import "testing"

func TestYesNo(t *testing.T) {
	for cell, want := range map[string]string{
		"是": "是", "有": "是", "√": "是", "Y": "是", "1": "是", "true": "是", " Ｙ\u3000": "是", `="是"`: "是", "'1": "是", "\ufeff是": "是",
		"否": "否", "无": "否", "×": "否", "N": "否", "0": "否", "false": "否", "０": "否",
		"": "", " ": "", `=""`: "", "可能": "", "2": "", "农村低保": "", "不享受": "",
	} {
		if got := yesNo(cell); got != want {
			t.Errorf("yesNo(%q) = %q, want %q", cell, got, want)
		}
	}
	for cell, want := range map[string]string{
		"农村低保": "是", "城市低保": "是", "低保": "是", "农村特困": "是", "城市特困": "是", "√": "是",
		"未享受": "否", "不享受": "否", "×": "否", "": "", "特困": "",
	} {
		if got := benefitFlag(cell); got != want {
			t.Errorf("benefitFlag(%q) = %q, want %q", cell, got, want)
		}
	}
}

func TestCount(t *testing.T) {
	for cell, want := range map[string]int{"3": 3, "３": 3, "'4": 4, `="5"`: 5, "": -1, "若干": -1, "3.5": -1, "-1": -1} {
		got, known := count(cell)
		if !known {
			got = -1
		}
		if got != want {
			t.Errorf("count(%q) = %d, want %d", cell, got, want)
		}
	}
}

func TestDate(t *testing.T) {
	for cell, want := range map[string]string{
		"2017-10": "2017-10", "201710": "2017-10", "2017/10": "2017-10", "2017.10": "2017-10", "2017年10月": "2017-10", "2017年1月": "2017-01",
		"２０１７－１０": "2017-10", "2017-10-05": "2017-10-05", "20171005": "2017-10-05", "2017/1/5": "2017-01-05", "2017.10.05": "2017-10-05",
		"2017年10月5日": "2017-10-05", "2017-10-05 00:00:00": "2017-10-05", "2017-10-05T08:30:00+08:00": "2017-10-05", "2017/10/5 0:00": "2017-10-05",
		"2018-09-30T16:00:00.000Z": "2018-10-01", "2018-09-30T16:00:00.000+0000": "2018-10-01", "2018-09-30T15:59:59+00:00": "2018-09-30",
		"20181": "", "20179": "", "2018 1": "",
		"43009": "2017-10-01", "43038.75": "2017-10-30", "2017": "2017", "2017年": "2017",
		"2016-02-29": "2016-02-29", "2017-02-29": "", "2017-13": "", "201713": "", "20171301": "", "2017-00": "", "1899-12": "", "": "", "至今": "", "201": "",
	} {
		if got := date(cell); got != want {
			t.Errorf("date(%q) = %q, want %q", cell, got, want)
		}
	}
}

func TestMonth(t *testing.T) {
	for cell, want := range map[string]string{"2017-10-05": "2017-10", "201710": "2017-10", "43009": "2017-10", "2017": "", "不详": ""} {
		if got := month(cell); got != want {
			t.Errorf("month(%q) = %q, want %q", cell, got, want)
		}
	}
	if got := monthsLater("2017-12", 1); got != "2018-01" {
		t.Errorf("the month after 2017-12 is %s", got)
	}
	if got := monthsLater("2018-01", -1); got != "2017-12" {
		t.Errorf("the month before 2018-01 is %s", got)
	}
	if got := months("2017-10", "2018-09"); len(got) != 12 || got[3] != "2018-01" {
		t.Errorf("the months of the default window are %v", got)
	}
}

func TestPastDate(t *testing.T) {
	for cell, want := range map[string]string{"2018-10-15": "2018-10-15", "2018-10-16": "", "2018-10": "2018-10", "2018-11": "", "2018": "", "": ""} {
		if got := pastDate(cell, "2018-10-15"); got != want {
			t.Errorf("pastDate(%q) = %q, want %q", cell, got, want)
		}
	}
}

func TestAttributeClass(t *testing.T) {
	for word, want := range map[string]string{
		"一般贫困户": "general", "一般农户": "general", "一般脱贫户": "general", "低保贫困户": "dibao", "低保户": "dibao",
		"特困供养贫困户": "tekun", "特困供养户": "tekun", "五保贫困户": "tekun", "五保户": "tekun", "": "unknown", "监测对象": "unknown", "低保": "unknown",
	} {
		if got := attributeClass(word); got != want {
			t.Errorf("attributeClass(%q) = %s, want %s", word, got, want)
		}
	}
}

func TestOtherDocument(t *testing.T) {
	for _, word := range []string{"", " ", "居民身份证", "身份证", "户口簿", "残疾人证"} {
		if otherDocument(word) {
			t.Errorf("%q is taken for another document", word)
		}
	}
	for _, word := range []string{"护照", "港澳居民来往内地通行证", "外国人永久居留身份证", "其他"} {
		if !otherDocument(word) {
			t.Errorf("%q is not taken for another document", word)
		}
	}
}
