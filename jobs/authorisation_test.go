package jobs_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/jobs"
)

// authorised is a theatre whose dibao feed may be used until a day.
func authorised(t *testing.T, until string) theatre {
	t.Helper()
	th := stage(t, small(20), nil)
	feed := th.settings.Feeds["dibao"]
	feed.Authorisation = jobs.Authorisation{Basis: "共享协议2018-3", Until: date(t, until)}
	th.settings.Feeds["dibao"] = feed
	th.testRunner = newTestRunner(t, th.ledger, th.settings, nil)
	return th
}

// TestFeedIsRefusedTheDayAfterItsAuthorisation, without a look at it; on its
// last day it is read. It is the day in the configured zone that counts: it is
// noon of 15 October in Shanghai.
func TestFeedIsRefusedTheDayAfterItsAuthorisation(t *testing.T) {
	th := authorised(t, "2018-10-14")
	must(t, os.Remove(filepath.Join(th.dir, "dibao.csv"))) // nobody may even look whether it is there
	for job, result := range th.try(t, jobs.Request{AsOf: date(t, "2018-10-01")}) {
		if job != "assistance" {
			must(t, result.Err)
			continue
		}
		wantRefusal(t, result.Err, "feed dibao: its authorisation (共享协议2018-3) ended on 2018-10-14", "feeds.dibao.authorised_until")
	}
	wantFailed(t, th, "assistance")

	th = authorised(t, "2018-10-15")
	must(t, th.tryJob(t, "assistance").Err)
}

// TestEndOfAuthorisationIsToldThirtyDaysAhead, and no sooner.
func TestEndOfAuthorisationIsToldThirtyDaysAhead(t *testing.T) {
	for until, want := range map[string]string{
		"2018-11-15": "",
		"2018-11-14": "its authorisation (共享协议2018-3) ends on 2018-11-14, in 30 days",
		"2018-10-15": "its authorisation (共享协议2018-3) ends on 2018-10-15, in 0 days",
	} {
		result := authorised(t, until).tryJob(t, "assistance")
		must(t, result.Err)
		read := result.Reads[slices.IndexFunc(result.Reads, func(r ledger.FeedRead) bool { return r.Feed == "dibao" })]
		if got := strings.Join(read.Notes, "\n"); got != want {
			t.Errorf("until %s: %q, want %q", until, got, want)
		}
	}
}
