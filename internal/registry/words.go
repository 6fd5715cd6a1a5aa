package registry

import (
	"maps"

	"github.com/bidui/bidui/internal/table"
)

// Class is what kind of household an attribute word means. Words change with
// the years; classes do not.
type Class uint8

// The classes of 贫困户属性; ClassUnknown is every word that the dictionary lacks.
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

// Words is the dictionary of the registry's cells: word → what it means.
type Words struct {
	Attribute map[string]Class
	YesNo     map[string]table.Answer
	Assisted  map[string]table.Answer // of the dibao and tekun columns
	State     map[string]State        // a word not listed means Gone
	Head      map[string]bool         // relations that are the head of the household
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
	}
}
