package jobs_test

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/internal/snapshot"
	"github.com/bidui/bidui/jobs"
)

// fetched makes a feed one that is fetched from a server of the theatre's
// directory. ready is called before each answer.
func (th theatre) fetched(t *testing.T, feed string, ready func(*http.Request)) {
	t.Helper()
	files := http.FileServer(http.Dir(th.dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ready(r)
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	settings := th.settings.Feeds[feed]
	settings.Source.From = secret.Text(server.URL + "/" + feed + ".csv")
	th.settings.Feeds[feed] = settings
}

// TestFeedsAreBroughtWhileOthersAreRead: the last of them arrives when the first
// has been read, and what is found is the same.
func TestFeedsAreBroughtWhileOthersAreRead(t *testing.T) {
	in := small(100)
	reading := make(chan struct{})
	progress := &interrupter{at: "dibao", do: sync.OnceFunc(func() { close(reading) })}
	th := stage(t, in, progress)
	th.fetched(t, "members", func(r *http.Request) {
		select {
		case <-reading:
		case <-r.Context().Done():
		}
	})
	th.testRunner = newTestRunner(t, th.ledger, th.settings, progress)
	th.all(t, jobs.Request{AsOf: date(t, in.AsOf)})
	check(t, th.ledger, ten, ten)
}

// TestCancelledRunLeavesNothingBehind: no file of its own, and no part of a snapshot.
func TestCancelledRunLeavesNothingBehind(t *testing.T) {
	for _, at := range []string{"bring households", "bring dibao", "bring water", "bring members", "households", "dibao", "members", "judge", "record assistance"} {
		t.Run(at, func(t *testing.T) {
			temp := t.TempDir()
			t.Setenv("TMPDIR", temp)
			in := small(100)
			ctx, cancel := context.WithCancelCause(t.Context())
			progress := &interrupter{at: at, do: func() { cancel(errors.New("the service is stopping")) }}
			th := stage(t, in, progress)
			for _, feed := range []string{"dibao", "members"} {
				th.fetched(t, feed, func(*http.Request) {})
			}
			th.zipped(t, "water")
			th.settings.Snapshots = jobs.Snapshots{Store: snapshot.New(filepath.Join(th.dir, "snapshots")), Days: 30}
			th.testRunner = newTestRunner(t, th.ledger, th.settings, progress)
			for _, result := range th.Run(ctx, jobs.Request{Jobs: th.Runnable(), Trigger: "manual", AsOf: date(t, in.AsOf)}) {
				if result.Err == nil && at != "record assistance" {
					t.Errorf("%s was not cancelled", result.Job)
				}
			}
			if left := filesIn(t, temp); len(left) > 0 {
				t.Errorf("left behind: %q", left)
			}
			for _, path := range filesIn(t, filepath.Join(th.dir, "snapshots")) {
				if strings.HasSuffix(path, ".partial") {
					t.Errorf("part of a snapshot: %s", path)
				}
			}
			// What was kept is whole, and the next run reads all.
			progress.do = nil
			th.all(t, jobs.Request{AsOf: date(t, in.AsOf)})
			if left := filesIn(t, temp); len(left) > 0 {
				t.Errorf("left behind by a run that succeeded: %q", left)
			}
			check(t, th.ledger, ten, ten)
		})
	}
}

// zipped packs the file of a feed.
func (th theatre) zipped(t *testing.T, feed string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(th.dir, feed+".csv"))
	must(t, err)
	s := &shaper{t: t, r: newRand(1), dir: th.dir}
	settings := th.settings.Feeds[feed]
	settings.Source.From = secret.Text(feed + ".zip")
	settings.Source.Password = s.zip(feed+".zip", func() { s.put(feed+".csv", content) })
	th.settings.Feeds[feed] = settings
}

// filesIn is every file and directory below dir.
func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	must(t, filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if path != dir && err == nil {
			all = append(all, path)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}))
	return all
}

// TestTheOrderOfFilesChangesNothing: whatever the files of a feed are called, and
// so read first, what is found is the same.
func TestTheOrderOfFilesChangesNothing(t *testing.T) {
	in := small(100)
	var want []string
	for _, parts := range [][]string{{"1", "2", "3"}, {"3", "1", "2"}} {
		th := stage(t, in, nil)
		third := len(in.Dibao) / 3
		for i, name := range parts {
			part := oracle.Input{Dibao: in.Dibao[i*third : min((i+1)*third, len(in.Dibao))]}
			if i == 2 {
				part.Dibao = in.Dibao[2*third:]
			}
			must(t, oracle.WriteCSV(th.dir, part))
			must(t, os.Rename(filepath.Join(th.dir, "dibao.csv"), filepath.Join(th.dir, "名册"+name+".csv")))
		}
		feed := th.settings.Feeds["dibao"]
		feed.Source.From = "名册*.csv"
		th.settings.Feeds["dibao"] = feed
		th.testRunner = newTestRunner(t, th.ledger, th.settings, nil)
		th.all(t, jobs.Request{AsOf: date(t, in.AsOf)})
		got := found(t, th.ledger)
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}
