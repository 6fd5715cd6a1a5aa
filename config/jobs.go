package config

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
	"go.yaml.in/yaml/v3"

	"github.com/bidui/bidui/internal/period"
)

// Job is when one job runs and what it reasons about.
type Job struct {
	Schedule string              // five cron fields in the file's time zone; empty: on demand only
	Deadline period.Deadline     // by when no discrepancy should remain; unknown: none was set
	Window   Window              // of the job assistance
	MidYear  period.Window       // of the job assistance: when the mid-year batch was identified
	Basis    string              // of the job contacts: which people count, unlifted or registered
	Problems map[string][]string // of the job issued: the text of a problem → the kinds of ours that mean it
	People   int                 // of the job contacts: so many of them make any village need a work team
	School   School              // of the job schooling
}

// Window is the months in which assistance counts: fixed, or the last twelve.
type Window struct {
	Fixed  period.Window // where Last12 is false
	Last12 bool
}

// On is the window of a run that reasons about a date.
func (w Window) On(asOf period.Date) period.Window {
	if w.Last12 {
		return period.TwelveBefore(asOf)
	}
	return w.Fixed
}

// The jobs with keys of their own.
const (
	assistance = "assistance" // reasons about windows of months
	contacts   = "contacts"   // counts the people of a village
	schooling  = "schooling"  // reckons by ages
	issued     = "issued"     // compares the province's list with what the others find
)

func defaultJob(name string) Job {
	switch name {
	case contacts:
		return Job{Basis: "unlifted", People: 100}
	case schooling:
		return Job{School: defaultSchool()}
	case assistance:
	default:
		return Job{}
	}
	return Job{
		Window:  Window{Fixed: period.Window{From: period.MonthOf(2017, 10), Through: period.MonthOf(2018, 9)}},
		MidYear: period.Window{From: period.MonthOf(2018, 4), Through: period.MonthOf(2018, 9)},
	}
}

func (r *reader) jobs(v value, into map[string]Job) {
	r.entries(v, func(name string, key, item value) {
		if !slices.Contains(r.known.Jobs, name) {
			r.unknown(key, name, "an unknown job", r.known.Jobs)
			return
		}
		into[name] = r.job(item, name)
	})
}

func (r *reader) job(v value, name string) Job {
	job := defaultJob(name)
	known := keys{
		"schedule": func(v value) { job.Schedule = r.schedule(v) },
		"deadline": func(v value) { job.Deadline = r.deadline(v) },
	}
	if name == contacts {
		known["basis"] = func(v value) { job.Basis = r.choice(v, "unlifted", "registered") }
		known["people"] = func(v value) { job.People = r.count(v, 1, 100_000, "people") }
	}
	if name == issued {
		known["problems"] = func(v value) { job.Problems = r.problems(v) }
	}
	if name == schooling {
		r.schoolKeys(known, &job.School)
	}
	if name == assistance {
		known["window"] = func(v value) { job.Window = r.window(v) }
		known["mid_year"] = func(v value) { job.MidYear = r.months(v) }
	}
	r.mapping(v, known)
	if name == schooling {
		r.checkSchool(v, job.School)
	}
	return job
}

// problems reads the text of a problem → kinds.
func (r *reader) problems(v value) map[string][]string {
	problems := map[string][]string{}
	r.entries(v, func(text string, _, item value) {
		const expected = "a list of kinds, such as [dibao_unmarked, dibao_unsupported]"
		switch {
		case item.node.Kind != yaml.SequenceNode:
			r.fault(item, describe(item.node), expected)
			return
		case len(item.node.Content) == 0:
			r.fault(item, "an empty list", expected)
		}
		for i, node := range item.node.Content {
			entry := value{target(node), item.path + "[" + strconv.Itoa(i) + "]"}
			kind := r.choice(entry, r.known.Kinds...)
			if kind != "" && slices.Contains(problems[text], kind) {
				r.fault(entry, describe(entry.node)+" again", "each kind once")
			}
			problems[text] = append(problems[text], kind)
		}
	})
	return problems
}

// schedule reads five cron fields. The parser is kept from a zone of its own,
// in whose prefix it also panics, and from dates that no year has.
func (r *reader) schedule(v value) string {
	const expected = "five cron fields (minute hour day month weekday), such as 0 2 * * * for every night at two"
	text, ok := r.text(v, expected)
	if !ok {
		return ""
	}
	if strings.HasPrefix(text, "TZ=") || strings.HasPrefix(text, "CRON_TZ=") {
		r.fault(v, describe(v.node), "no time zone here: the key timezone rules all schedules")
		return ""
	}
	fields := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)
	schedule, err := fields.Parse(text)
	if err != nil {
		r.fault(v, describe(v.node)+" ("+err.Error()+")", expected)
		return ""
	}
	leapYear := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	if schedule.Next(leapYear).IsZero() {
		r.fault(v, describe(v.node)+", which never comes", expected)
		return ""
	}
	return text
}

// window reads two months, or the word for a window that moves.
func (r *reader) window(v value) Window {
	const word = "last_12_months"
	if v.node.Kind != yaml.MappingNode {
		if v.node.Value != word {
			r.fault(v, describe(v.node), "{from: 2017-10, through: 2018-09} or "+word)
		}
		return Window{Last12: true}
	}
	return Window{Fixed: r.months(v)}
}

func (r *reader) months(v value) period.Window {
	var window period.Window
	seen := r.mapping(v, keys{
		"from":    func(v value) { window.From = r.month(v) },
		"through": func(v value) { window.Through = r.month(v) },
	})
	for _, key := range []string{"from", "through"} {
		if _, said := seen[key]; !said && seen != nil {
			r.fault(value{v.node, join(v.path, key)}, "nothing", "a month, such as 2018-09")
		}
	}
	if !window.From.Known() || !window.Through.Known() {
		return window
	}
	switch span := window.Months(); {
	case span < 1:
		r.fault(v, window.From.String()+" after "+window.Through.String(), "from not after through")
	case span > period.MaxWindow:
		r.fault(v, strconv.Itoa(span)+" months", "at most "+strconv.Itoa(period.MaxWindow))
	}
	return window
}

func (r *reader) month(v value) period.Month {
	return r.day(v, "2006-01", "a month, such as 2018-09").Month()
}

func (r *reader) date(v value) period.Date {
	return r.day(v, time.DateOnly, "a date, such as 2018-11-30")
}

// deadline reads a date, which stands for its end, or a time of one.
func (r *reader) deadline(v value) period.Deadline {
	const expected = "a date, such as 2018-11-30, or a time of one, such as 2018-11-26T17:00"
	text, ok := r.text(v, expected)
	if !ok {
		return period.Deadline{}
	}
	at, err := time.Parse("2006-01-02T15:04", text)
	timed := err == nil
	if !timed {
		at, err = time.Parse(time.DateOnly, text)
	}
	switch {
	case err != nil, at.Year() < 1900:
		r.fault(v, describe(v.node), expected)
		return period.Deadline{}
	case timed:
		return period.DeadlineAt(period.DateAt(at), at.Hour(), at.Minute())
	}
	return period.DeadlineOn(period.DateAt(at))
}

// day reads a date in one layout alone: of the many that spreadsheets have,
// a file of settings needs one.
func (r *reader) day(v value, layout, expected string) period.Date {
	text, ok := r.text(v, expected)
	if !ok {
		return 0
	}
	at, err := time.Parse(layout, text)
	if err != nil || at.Year() < 1900 {
		r.fault(v, describe(v.node), expected)
		return 0
	}
	return period.DateAt(at)
}
