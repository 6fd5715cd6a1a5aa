package report

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
)

func TestEveryDetailIsAFactOrToldElsewhere(t *testing.T) {
	said := 0
	for _, field := range reflect.VisibleFields(reflect.TypeFor[rules.Detail]()) {
		if field.Anonymous {
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		fact := slices.ContainsFunc(facts, func(f fact) bool { return f.key == name && inChinese(f.chinese) && f.english != "" })
		if fact == slices.Contains(toldElsewhere, name) {
			t.Errorf("%s is told twice, or not at all", name)
		}
		said++
	}
	if said != len(facts)+len(toldElsewhere) {
		t.Errorf("%d keys are told, and there are %d", len(facts)+len(toldElsewhere), said)
	}
}

func TestFactsAreWords(t *testing.T) {
	for detail, want := range map[string][2]string{
		"{}": {"", ""},
		`{"active":2,"route":"supplement","registry_origin":{"file":"a","row":2}}`: {
			"办理路径 补录；户内正常状态的人数 2", "route supplement; active members of the household 2"},
		`{"inferred":true,"ours":["dibao_unmarked","odd"],"members":["1","2"]}`: {
			"仅据特困名册推定；涉及的人编号 1、2；该对象另有的差异 应标未标低保、odd",
			"inferred from the tekun roster alone; members 1, 2; other discrepancies of the subject " + English.kind("dibao_unmarked") + ", odd"},
		`{"reason":"checksum","class":"similar","suspected":false}`: {
			"姓名差异 相近；号码的问题 号码校验位不符；名册中有疑似此人而号码不同的记录：否",
			"names are similar; fault of the number checksum; a row of the roster is suspected to be this person's, under another number: no"},
		`{"of_next_year":12.5}`: {"of_next_year 12.5", "of_next_year 12.5"},
	} {
		for i, l := range []Language{Chinese, English} {
			if got, err := l.facts(detail); err != nil || got != want[i] {
				t.Errorf("%s: %q %v, not %q", detail, got, err, want[i])
			}
		}
	}
	if _, err := Chinese.facts("{"); err == nil {
		t.Error("half an object is read")
	}
}

// What we call a roster is said in Chinese, and what people wrote stays.
func TestQualifier(t *testing.T) {
	for _, c := range []struct {
		kind                        *rules.Kind
		qualifier, chinese, english string
	}{
		{rules.NameDiffers, "dibao", "低保", "dibao"},
		{rules.IDSuspected, "tekun", "特困", "tekun"},
		{rules.ExitDoubtful, "water", "饮水安全", "water"},
		{rules.ExitDoubtful, "schooling", "义务教育", "schooling"},
		{rules.PhoneMissing, "water", "water", "water"}, // a person may go by any name
		{rules.IssuedProblem, "低保标识错误", "低保标识错误", "低保标识错误"},
	} {
		d := &ledger.Discrepancy{Kind: c.kind.Name, Qualifier: c.qualifier}
		if zh, en := Chinese.qualifier(d), English.qualifier(d); zh != c.chinese || en != c.english {
			t.Errorf("%s %s: %q and %q", c.kind.Name, c.qualifier, zh, en)
		}
	}
}
