package report

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// fact is one key of rules.Detail, as people call it in few words.
type fact struct{ key, chinese, english string }

// facts are the keys that are told as such, in their order. Origins, and what says
// how two numbers differ, have lines of their own.
var facts = []fact{
	{"route", "办理路径", "route"},
	{"class", "姓名差异", "names are"},
	{"reason", "号码的问题", "fault of the number"},
	{"inferred", "仅据特困名册推定", "inferred from the tekun roster alone"},
	{"outside_window", "名册中有此人，但不在窗口期内", "on the roster, outside the window"},
	{"suspected", "名册中有疑似此人而号码不同的记录", "a row of the roster is suspected to be this person's, under another number"},
	{"agency_name", "部门名册中的姓名", "name on the roster"},
	{"members", "涉及的人编号", "members"},
	{"people", "村内贫困人口数", "poor people in the village"},
	{"ours", "该对象另有的差异", "other discrepancies of the subject"},
	{"households", "亲属所在户的户编号", "households of relatives"},
	{"active", "户内正常状态的人数", "active members of the household"},
	{"due_on", "清单规定的整改期限", "due on"},
}

// toldElsewhere are the keys that have lines of their own.
var toldElsewhere = []string{
	"registry_origin", "agency_origin", "other_origin", "difference", "position", "registry_number", "agency_number",
}

// facts is the detail of a discrepancy in words: 户内正常状态的人数 2；办理路径 补录.
func (l Language) facts(detail string) (string, error) {
	var values map[string]any
	decoder := json.NewDecoder(strings.NewReader(detail))
	decoder.UseNumber()
	if err := decoder.Decode(&values); err != nil {
		return "", err
	}
	for _, key := range toldElsewhere {
		delete(values, key)
	}
	var told []string
	for _, f := range facts {
		if value, ok := values[f.key]; ok {
			told = append(told, l.fact(l.say(f.chinese, f.english), f.key, value))
			delete(values, f.key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(values)) { // of a version that knows more
		told = append(told, l.fact(key, key, values[key]))
	}
	return strings.Join(told, l.say("；", "; ")), nil
}

// fact is one key and its value; of what is simply so, the key alone.
func (l Language) fact(name, key string, value any) string {
	switch v := value.(type) {
	case bool:
		if v {
			return name
		}
		return name + l.say("：否", ": no")
	case []any:
		words := make([]string, len(v))
		for i, item := range v {
			words[i] = l.valueOf(key, fmt.Sprint(item))
		}
		return name + " " + strings.Join(words, l.say("、", ", "))
	}
	return name + " " + l.valueOf(key, fmt.Sprint(value))
}

// valueOf is a value of a key as people say it.
func (l Language) valueOf(key, value string) string {
	switch key {
	case "route":
		return l.word(map[string]string{"supplement": "补录", "new_identification": "新识别（人员调整）"}, value)
	case "class":
		return l.word(map[string]string{"similar": "相近", "different": "不同"}, value)
	case "reason":
		return l.word(reasons, value)
	case "ours":
		return l.kind(value)
	}
	return value
}
