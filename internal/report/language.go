package report

import (
	"cmp"
	"fmt"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
)

// Language is the language of a report.
type Language string

// The languages of reports.
const (
	Chinese Language = "zh"
	English Language = "en"
)

// LanguageOf reads the name of a language: zh or en.
func LanguageOf(name string) (Language, error) {
	if l := Language(name); l == Chinese || l == English {
		return l, nil
	}
	return "", fmt.Errorf("%q: want zh or en", name)
}

// say is the text in the language.
func (l Language) say(chinese, english string) string {
	if l == English {
		return english
	}
	return chinese
}

// kind is a kind's title; a kind that this version does not know keeps its name.
func (l Language) kind(name string) string {
	if k, ok := rules.KindNamed(name); ok {
		return l.say(k.Title, k.English)
	}
	return name
}

// job is a job's title.
func (l Language) job(name string) string {
	if j, ok := rules.JobNamed(name); ok {
		return l.say(j.Title, j.English)
	}
	return name
}

// qualifier is what tells a discrepancy from others of its kind and subject: a word
// of ours, but a name or a problem's text where people wrote it.
func (l Language) qualifier(d *ledger.Discrepancy) string {
	switch d.Kind {
	case rules.NameDiffers.Name, rules.IDSuspected.Name:
		return l.word(feeds, d.Qualifier)
	case rules.ExitDoubtful.Name:
		return l.word(doubts, d.Qualifier)
	}
	return d.Qualifier
}

// word is a word of ours as people say it; one that words does not list stays
// as it is.
func (l Language) word(words map[string]string, word string) string {
	return l.say(cmp.Or(words[word], word), word)
}
