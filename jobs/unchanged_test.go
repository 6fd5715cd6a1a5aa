package jobs_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/jobs"
)

// built is the theatre with a known configuration and version, without which no
// run is known to be the same as another, and a stage to interrupt.
func built(t *testing.T, in oracle.Input) (theatre, *interrupter) {
	t.Helper()
	progress := &interrupter{}
	th := stage(t, in, progress)
	th.settings.Build = jobs.Build{ConfigDigest: "c0ffee", Version: "test"}
	th.testRunner = newTestRunner(t, th.ledger, th.settings, progress)
	return th, progress
}

// repeats runs all jobs, wants each to be a repetition or none, and gives what they read.
func (th theatre) repeats(t *testing.T, what string, request jobs.Request, same bool) map[string]string {
	t.Helper()
	results := th.all(t, request)
	for name, result := range results {
		if (result.SameAs != 0) != same {
			t.Errorf("%s: %s repeats run %d", what, name, result.SameAs)
		}
	}
	return counted(results)
}

// TestUnchangedInputsAreOnlyCompared: all jobs end at once with what they found
// before, until an input is another one, by its bytes or its name.
func TestUnchangedInputsAreOnlyCompared(t *testing.T) {
	in := small(100)
	th, progress := built(t, in)
	request := jobs.Request{AsOf: date(t, in.AsOf)}
	reads := th.repeats(t, "the first", request, false)
	check(t, th.ledger, ten, ten)
	db := openSQLite(t, th.dir)
	before := dump(t, db)
	progress.stages = nil
	if diff := cmp.Diff(reads, th.repeats(t, "the same", request, true)); diff != "" {
		t.Error(diff)
	}
	checkOnlyRunsAdded(t, before, dump(t, db))
	if progress.began("members") || progress.began("judge") || !progress.began("bring members") {
		t.Errorf("stages: %q", progress.stages)
	}
	for name, act := range map[string]func(*jobs.Request){
		"forced":        func(r *jobs.Request) { r.Force = true },
		"dry":           func(r *jobs.Request) { r.DryRun = true },
		"shrink is all": func(r *jobs.Request) { r.AcceptShrink = true },
	} {
		wanted := request
		act(&wanted)
		th.repeats(t, name, wanted, false)
	}
	th.repeats(t, "after these", request, true)
	for _, feed := range []string{"households", "dibao", "members"} { // the first to be brought, one between, the last
		path := filepath.Join(th.dir, feed+".csv")
		content, err := os.ReadFile(path)
		must(t, err)
		must(t, os.WriteFile(path, append(content, '\n'), 0o600))
		if diff := cmp.Diff(reads, th.repeats(t, feed+" changed", request, false)); diff != "" {
			t.Errorf("%s: %s", feed, diff)
		}
		check(t, th.ledger, ten, ten)
		th.repeats(t, feed+" is the same again", request, true)
	}
}

// TestRenamedAndMovedInputsAreJudged: months may stand in names, and lineage does.
func TestRenamedAndMovedInputsAreJudged(t *testing.T) {
	in := small(100)
	th, progress := built(t, in)
	request := jobs.Request{AsOf: date(t, in.AsOf)}
	th.repeats(t, "the first", request, false)
	feed := th.settings.Feeds["dibao"]
	for i, from := range []string{"名册1.csv", "名册*.csv"} {
		if i == 0 {
			must(t, os.Rename(filepath.Join(th.dir, "dibao.csv"), filepath.Join(th.dir, from)))
		}
		feed.Source.From = secret.Text(from)
		th.settings.Feeds["dibao"] = feed
		th.testRunner = newTestRunner(t, th.ledger, th.settings, progress)
		th.repeats(t, from, request, false)
		th.repeats(t, from+" again", request, true)
	}
	must(t, os.Rename(filepath.Join(th.dir, "名册1.csv"), filepath.Join(th.dir, "名册2.csv")))
	th.repeats(t, "renamed", request, false)
	must(t, os.WriteFile(filepath.Join(th.dir, "名册3.csv"), []byte("身份证号,姓名,救助起始年月\n"), 0o600))
	th.repeats(t, "another file", request, false)
	th.fetched(t, "dibao", func(*http.Request) {})
	must(t, os.Rename(filepath.Join(th.dir, "名册2.csv"), filepath.Join(th.dir, "dibao.csv")))
	th.testRunner = newTestRunner(t, th.ledger, th.settings, progress)
	th.repeats(t, "fetched", request, false)
	th.repeats(t, "fetched again", request, true)
}

// TestSomeJobsAreUnchanged: where one has to run, all do, and each is known by
// its own last run.
func TestSomeJobsAreUnchanged(t *testing.T) {
	in := small(100)
	th, _ := built(t, in)
	request := jobs.Request{AsOf: date(t, in.AsOf)}
	water := request
	water.Jobs = []string{"water"}
	th.repeats(t, "water alone", water, false)
	th.repeats(t, "all", request, false)
	th.repeats(t, "water again", water, true)
	th.repeats(t, "all again", request, true)
	other := request
	other.AsOf++
	other.Jobs = []string{"registry"}
	th.repeats(t, "registry another day", other, false)
	th.repeats(t, "all, of which registry was last run as of another day", request, false)
}

// TestDecisionsAreActedOn: what is decided while the inputs are compared, too.
func TestDecisionsAreActedOn(t *testing.T) {
	in := small(100)
	th, progress := built(t, in)
	request := jobs.Request{AsOf: date(t, in.AsOf)}
	th.repeats(t, "the first", request, false)
	waive := func() {
		must(t, th.ledger.Waive(t.Context(), ledger.Decision{IDs: []int64{1}, Actor: "王", Until: request.AsOf}))
	}
	waive()
	th.repeats(t, "waived", request, false)
	th.repeats(t, "waived and seen", request, true)
	progress.at, progress.do = "bring members", waive
	if diff := cmp.Diff(th.repeats(t, "waived just now", request, false), th.repeats(t, "and once more", request, false)); diff != "" {
		t.Error(diff)
	}
	progress.do = nil
	th.repeats(t, "seen", request, false) // the last waiver came while a run was under way
	th.repeats(t, "seen again", request, true)
}

// TestHeldCountiesAreJudged: as long as a county is held, somebody is to be told.
func TestHeldCountiesAreJudged(t *testing.T) {
	in := small(100)
	th, _ := built(t, in)
	th.repeats(t, "the first", jobs.Request{AsOf: date(t, in.AsOf)}, false)
	th.put(t, shrunken())
	request := jobs.Request{AsOf: date(t, in.AsOf)}
	th.repeats(t, "shrunken", request, false)
	th.repeats(t, "shrunken again", request, false)
	request.AcceptShrink = true
	th.repeats(t, "believed", request, false)
	request.AcceptShrink = false
	th.repeats(t, "believed before", request, true)
}

// TestWarningsAreRepeated: an authorisation that is about to end.
func TestWarningsAreRepeated(t *testing.T) {
	in := small(100)
	th, progress := built(t, in)
	feed := th.settings.Feeds["tekun"]
	feed.Authorisation.Until = date(t, "2018-11-01")
	th.settings.Feeds["tekun"] = feed
	th.testRunner = newTestRunner(t, th.ledger, th.settings, progress)
	request := jobs.Request{AsOf: date(t, in.AsOf)}
	th.repeats(t, "the first", request, false)
	th.repeats(t, "the second", request, false)
	request.Jobs = []string{"water"}
	th.repeats(t, "one that does not read it", request, true)
}

// TestIssuedFollowsTheOtherJobs: what these have open is part of what it finds,
// though it reads nothing that they alone read.
func TestIssuedFollowsTheOtherJobs(t *testing.T) {
	in := small(10)
	household := countyA + "0003" // unsafe
	in.Issued = []oracle.Row{{"household_id": household, "problem": "饮水不安全"}}
	th, _ := built(t, in)
	all := jobs.Request{AsOf: date(t, in.AsOf)}
	water, issued := all, all
	water.Jobs, issued.Jobs = []string{"water"}, []string{"issued"}
	ours := func(want string) {
		t.Helper()
		found := rows(t, th.ledger, ledger.Filter{Job: "issued"})
		if len(found) != 1 || strings.Join(facts(t, found[0]), " ") != want {
			t.Errorf("issued: %+v, want %s", found, want)
		}
	}
	th.repeats(t, "the first", all, false)
	ours("ours=water_marked_safe")
	th.repeats(t, "the same", all, true)
	th.repeats(t, "issued alone", issued, true)
	in.Water = with(in.Water, "household_id", household, "quality", "达标")
	th.put(t, in)
	th.repeats(t, "water is mended", water, false)
	th.repeats(t, "issued after it", issued, false)
	ours("")
	th.repeats(t, "issued again", issued, true)
	th.repeats(t, "all again, of which exits reads water too", all, false)
	th.repeats(t, "all once more", all, true)
}
