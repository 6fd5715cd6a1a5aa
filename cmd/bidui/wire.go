package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/bidui/bidui/config"
	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/snapshot"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/jobs"
)

// load reads the configuration.
func (a *app) load() (*config.File, error) {
	file, err := config.Load(a.config, known())
	if err != nil {
		return nil, usageError{err}
	}
	a.file = file
	return file, nil
}

// loadWhole reads the configuration for a command that looks at all of it: what
// secrets its feeds lack is a fault as others are. To a run it is one of the jobs
// that read the feed, and the others go on.
func (a *app) loadWhole() (*config.File, error) {
	file, err := a.load()
	if err != nil {
		return nil, err
	}
	if faults := file.Unresolved(slices.Collect(maps.Keys(file.Feeds))...); len(faults) > 0 {
		return nil, usageError{faults}
	}
	return file, nil
}

// known is what a configuration may name.
func known() config.Known {
	k := config.Known{Feeds: map[string][]string{}}
	for _, schema := range jobs.Schemas {
		for _, field := range schema.Fields {
			k.Feeds[schema.Feed] = append(k.Feeds[schema.Feed], field.Name)
		}
	}
	for _, job := range rules.Jobs {
		k.Jobs = append(k.Jobs, job.Name)
	}
	for _, kind := range rules.Kinds {
		if kind != rules.IssuedProblem {
			k.Kinds = append(k.Kinds, kind.Name)
		}
	}
	return k
}

// openLedger opens the configured ledger, and makes it where it is not there yet.
func (a *app) openLedger(ctx context.Context, file *config.File) (*ledger.Ledger, error) {
	store, err := storeOf(file)
	if err != nil {
		return nil, usageError{err}
	}
	return ledger.Open(ctx, store, ledger.Options{Now: a.now, Manual: file.Upkeep.Manual})
}

// viewLedger opens the configured ledger for reading; one that is not there yet is empty.
func (a *app) viewLedger(ctx context.Context, file *config.File) (*ledger.Ledger, error) {
	store, err := storeOf(file)
	if err != nil {
		return nil, usageError{err}
	}
	return ledger.OpenReadOnly(ctx, store, ledger.Options{Now: a.now})
}

// storeOf is the store with its secrets; the path of a file starts at the configuration.
func storeOf(file *config.File) (string, error) {
	if faults := file.Unresolved(); len(faults) > 0 {
		return "", faults
	}
	store, err := file.Store.Reveal()
	if err != nil {
		return "", fmt.Errorf("store: %w", err)
	}
	if path, ok := strings.CutPrefix(store, "sqlite:"); ok {
		return "sqlite:" + file.Path(path), nil
	}
	return store, nil
}

// view calls show with the ledger, opened for reading.
func (a *app) view(ctx context.Context, show func(*ledger.Ledger) error) error {
	return a.with(ctx, a.viewLedger, show)
}

// change calls do with the ledger, opened for writing.
func (a *app) change(ctx context.Context, do func(*ledger.Ledger) error) error {
	return a.with(ctx, a.openLedger, do)
}

func (a *app) with(ctx context.Context, open func(context.Context, *config.File) (*ledger.Ledger, error),
	do func(*ledger.Ledger) error,
) (err error) {
	file, err := a.load()
	if err != nil {
		return err
	}
	l, err := open(ctx, file)
	if err != nil {
		return err
	}
	defer closing(l, &err)
	return do(l)
}

// runner wires a runner as the configuration says.
func (a *app) runner(file *config.File, l *ledger.Ledger, log *slog.Logger, progress jobs.Progress) (*jobs.Runner, error) {
	return jobs.NewRunner(settingsOf(file), l, log, progress, a.now)
}

func settingsOf(file *config.File) jobs.Settings {
	assistance := file.Jobs[rules.Assistance]
	s := jobs.Settings{
		Dir:         file.Dir,
		Feeds:       map[string]jobs.Feed{},
		Window:      assistance.Window.On,
		MidYear:     assistance.MidYear,
		Terms:       termsOf(file),
		Words:       registry.DefaultWords(),
		RosterWords: roster.DefaultWords(),
		Aliases:     file.Areas,
		Location:    file.Timezone,
		Snapshots:   jobs.Snapshots{Store: snapshot.New(snapshotDir(file)), Days: file.Snapshots.Days},
		Retention:   jobs.Retention(file.Upkeep.Retention),
		Build:       jobs.Build{ConfigDigest: file.Digest, Version: version()},
	}
	for name, feed := range file.Feeds {
		s.Feeds[name] = jobs.Feed{
			Source:  feed.Spec,
			Columns: table.Columns(feed.Columns),
			Guard: jobs.Guard{
				MaxRejected: int64(feed.MaxRejected), MaxShrink: int64(feed.MaxShrink), AllowEmpty: feed.AllowEmpty,
			},
			Authorisation: jobs.Authorisation{Basis: feed.Basis, Until: feed.AuthorisedUntil},
			Terms:         roster.Terms{FirstUnpaid: feed.FirstUnpaid, Quarterly: feed.Quarterly},
		}
	}
	extend(&s, file.Dictionary)
	return s
}

// snapshotDir is where inputs are kept: by default beside the ledger's file,
// which is where this program may write.
func snapshotDir(file *config.File) string {
	const name = "snapshots"
	if file.Snapshots.Dir != "" {
		return file.Path(file.Snapshots.Dir)
	}
	store, err := storeOf(file)
	if path, ok := strings.CutPrefix(store, "sqlite:"); ok && err == nil {
		return filepath.Join(filepath.Dir(path), name)
	}
	return file.Path(name) // what is wrong with the store, who opens it will tell
}

// termsOf is the numbers in the rules.
func termsOf(file *config.File) rules.Terms {
	contacts, school := file.Jobs[rules.Contacts], file.Jobs[rules.Schooling].School
	return rules.Terms{
		TeamBasis: contacts.Basis, ManyPeople: contacts.People,
		School: rules.SchoolTerms{
			From: school.Ages.From, Through: school.Ages.Through,
			ReasonFrom: school.ReasonAges.From, ReasonThrough: school.ReasonAges.Through,
			PostponedThrough: school.Postponed, GraduatedFrom: school.Graduated, YearStarts: school.YearStarts,
		},
	}
}

// extend adds the configured words to the dictionaries.
func extend(s *jobs.Settings, dictionary map[string]map[string]string) {
	yesNo := map[string]table.Answer{"yes": table.Yes, "no": table.No}
	classes := map[string]registry.Class{"general": registry.ClassGeneral, "dibao": registry.ClassDibao, "tekun": registry.ClassTekun}
	states := map[string]registry.State{"active": registry.Active, "dead": registry.Dead, "other": registry.Gone}
	verdicts := map[string]roster.Verdict{
		"safe": roster.Safe, "basic": roster.Basic, "unsafe": roster.Unsafe,
		"meets": roster.Safe, "fails": roster.Unsafe,
	}
	heads := map[string]bool{"head": true, "other": false}
	both := dictionary["yes_no"] // first, so that a narrower dictionary has the last word
	add(s.Words.YesNo, both, yesNo)
	add(s.Words.Assisted, both, yesNo)
	add(s.RosterWords.YesNo, both, yesNo)
	add(s.Words.Assisted, dictionary["assisted"], yesNo)
	add(s.RosterWords.YesNo, dictionary["covered"], yesNo)
	add(s.Words.Attribute, dictionary["attribute"], classes)
	add(s.Words.State, dictionary["state"], states)
	add(s.Words.Head, dictionary["relation"], heads)
	add(s.RosterWords.Indicator, dictionary["indicator"], verdicts)
	add(s.RosterWords.Verdict, dictionary["verdict"], verdicts)
	extendSchool(s, dictionary)
}

// extendSchool adds the words by which poverty and schooling are judged.
func extendSchool(s *jobs.Settings, dictionary map[string]map[string]string) {
	add(s.Words.Poverty, dictionary["poverty_status"], map[string]registry.Poverty{
		"unlifted": registry.Unlifted, "returned": registry.Returned, "lifted": registry.Lifted, "other": registry.PovertyUnknown,
	})
	add(s.Words.School, dictionary["school_status"], map[string]registry.School{
		"out": registry.OutOfSchool, "compulsory": registry.CompulsorySchool, "other": registry.OtherSchool,
	})
	add(s.Words.Absence, dictionary["absence_reason"], map[string]registry.Absence{
		"postponed": registry.Postponed, "graduated": registry.Graduated, "ill": registry.Ill, "other": registry.OtherReason,
	})
	add(s.Words.Junior, dictionary["education"], map[string]bool{"below_junior": false, "junior": true})
	add(s.Words.Healthy, dictionary["health"], map[string]bool{"healthy": true, "other": false})
	add(s.RosterWords.Left, dictionary["enrolment_status"], map[string]bool{"left": true, "enrolled": false})
}

// add adds configured words to a dictionary: word → the meaning of its class.
func add[T any](dictionary map[string]T, words map[string]string, classes map[string]T) {
	for word, class := range words {
		dictionary[word] = classes[class]
	}
}

// version is the version that the binary was built as.
func version() string {
	if buildVersion != "" {
		return buildVersion
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// buildVersion is set by the linker: -X main.buildVersion=v1.2.3.
var buildVersion string

// closing joins the error of closing c to err.
func closing(c io.Closer, err *error) { *err = errors.Join(*err, c.Close()) }
