package report

import (
	"fmt"

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

var (
	severitiesInChinese = map[string]string{"info": "提示", "low": "低", "medium": "中", "high": "高", "critical": "严重"}
	statusesInChinese   = map[string]string{
		"open": "待处理", "resolved": "已销号", "waived": "已豁免",
		"running": "运行中", "succeeded": "成功", "failed": "失败",
	}
)

// severity is a severity as people say it.
func (l Language) severity(name string) string { return l.say(severitiesInChinese[name], name) }

// status is the status of a discrepancy or run as people say it.
func (l Language) status(name string) string { return l.say(statusesInChinese[name], name) }
