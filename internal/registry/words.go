package registry

import (
	"maps"
	"strings"

	"github.com/bidui/bidui/internal/table"
)

// Class is what kind of household an attribute word means. Words change with
// the years; classes do not.
type Class uint8

// The classes of 贫困户属性; ClassUnknown is every word that the dictionary lacks,
// and the blank.
const (
	ClassUnknown Class = iota
	ClassGeneral
	ClassDibao
	ClassTekun
)

var classWords = [...]string{"", "一般贫困户", "低保贫困户", "特困供养贫困户"}

// Word is the word that a household of this class should carry.
func (c Class) Word() string { return classWords[c] }

// State is whether a member counts.
type State uint8

// The states of a member; only Active members are judged by most kinds.
const (
	Active State = iota
	Dead
	Gone
)

// Poverty is where a household stands.
type Poverty uint8

// The classes of 脱贫属性; PovertyUnknown is every word that the dictionary lacks.
const (
	PovertyUnknown Poverty = iota
	Unlifted               // 未脱贫
	Returned               // 返贫: poor again
	Lifted                 // 已脱贫
)

// School is where a member learns.
type School uint8

// The classes of 在校生状况; OtherSchool is every word that the dictionary lacks.
const (
	OtherSchool School = iota
	OutOfSchool
	CompulsorySchool
)

// Absence is why a member is not in school.
type Absence uint8

// The classes of 未上学原因; OtherReason is every word that the dictionary lacks.
const (
	OtherReason Absence = iota
	Postponed           // 推迟上学
	Graduated           // 提前毕业
	Ill                 // 因病, 因残: nobody in good health is
)

// Words is the dictionary of the registry's cells: word → what it means.
type Words struct {
	Attribute map[string]Class
	YesNo     map[string]table.Answer
	Assisted  map[string]table.Answer // of the dibao and tekun columns
	State     map[string]State        // a word not listed means Gone
	Head      map[string]bool         // relations that are the head of the household
	Poverty   map[string]Poverty      // see PovertyOf
	School    map[string]School       // of school_status
	Absence   map[string]Absence      // of absence_reason
	Junior    map[string]bool         // educations: false is below junior school; a word not listed is not
	Healthy   map[string]bool         // of health; a word not listed is not
}

// PovertyOf is what a poverty status means. A word for Lifted may have more
// after it, such as 已脱贫(享受政策).
func (w *Words) PovertyOf(status string) Poverty {
	if poverty, listed := w.Poverty[status]; listed || status == "" {
		return poverty
	}
	for word, poverty := range w.Poverty {
		if poverty == Lifted && strings.HasPrefix(status, word) {
			return Lifted
		}
	}
	return PovertyUnknown
}

// DefaultWords is the built-in dictionary.
func DefaultWords() Words {
	assisted := maps.Clone(table.YesNo())
	for _, word := range []string{"农村低保", "城市低保", "低保", "农村特困", "城市特困"} {
		assisted[word] = table.Yes
	}
	for _, word := range []string{"未享受", "不享受"} {
		assisted[word] = table.No
	}
	return Words{
		Attribute: map[string]Class{
			"一般贫困户": ClassGeneral, "一般农户": ClassGeneral, "一般脱贫户": ClassGeneral,
			"低保贫困户": ClassDibao, "低保户": ClassDibao,
			"特困供养贫困户": ClassTekun, "特困供养户": ClassTekun, "五保贫困户": ClassTekun, "五保户": ClassTekun,
		},
		YesNo:    table.YesNo(),
		Assisted: assisted,
		State:    map[string]State{"": Active, "正常": Active, "死亡": Dead},
		Head:     map[string]bool{"户主": true},
		Poverty:  map[string]Poverty{"未脱贫": Unlifted, "返贫": Returned, "已脱贫": Lifted},
		School:   school(),
		Absence:  map[string]Absence{"推迟上学": Postponed, "提前毕业": Graduated, "因病": Ill, "因残": Ill},
		Junior:   map[string]bool{"": false, "文盲或半文盲": false, "学龄前儿童": false, "小学": false},
		Healthy:  map[string]bool{"健康": true},
	}
}

// school is what the registry writes of pupils at compulsory age, and of those
// who are in no school.
func school() map[string]School {
	words := map[string]School{"": OutOfSchool, "非在校生": OutOfSchool}
	for _, word := range []string{
		"小学", "初中",
		"一年级", "二年级", "三年级", "四年级", "五年级", "六年级",
		"七年级", "八年级", "九年级",
		"初中一年级", "初中二年级", "初中三年级",
	} {
		words[word] = CompulsorySchool
	}
	return words
}
