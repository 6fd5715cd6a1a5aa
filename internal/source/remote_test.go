package source_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/fetch"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/internal/snapshot"
	"github.com/bidui/bidui/internal/source"
)

// say answers a request.
func say(t *testing.T, w http.ResponseWriter, format string, args ...any) {
	t.Helper()
	if _, err := fmt.Fprintf(w, format, args...); err != nil {
		t.Error(err)
	}
}

// agency is a web server of an agency: a file, and an interface with pages of
// two rows, of which it says that there are so many.
func agency(t *testing.T, total int) (address string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/file":
			w.Header().Set("Content-Disposition", `attachment; filename="dibao201801.csv"`)
			say(t, w, "姓名,证件号码\n张三,1\n")
		case "/pages":
			page := r.URL.Query().Get("page")
			rows := map[string]string{
				"1": `{"姓名":"张三","证件号码":430599199001010011},{"姓名":"李四","证件号码":"2"}`, "2": `{"姓名":"王五","证件号码":null,"住址":{"村":"新村"}}`,
			}
			say(t, w, `{"total":%d,"data":{"list":[%s]}}`, total, rows[page])
		case "/cut":
			w.Header().Set("Content-Length", "100")
			say(t, w, "姓名,证件号码\n")
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestRemoteFeeds(t *testing.T) {
	address := agency(t, 3)
	t.Setenv("TMPDIR", t.TempDir())
	pages := &fetch.Pages{Param: "page", First: 1, Rows: "data.list", Total: "total"}
	for name, c := range map[string]struct {
		spec           source.Spec
		location, want string
	}{
		"a file": {from(address + "/file?token=hunter2"), "/file", "dibao201801.csv:1|姓名|证件号码|\n2|张三|1|\n"},
		"pages": {source.Spec{From: secret.Text(address + "/pages"), HTTP: fetch.HTTPSpec{Pages: pages}}, "/pages",
			"pages:1|姓名|证件号码|住址.村|\n2|张三|430599199001010011||\n3|李四|2||\n4|王五||新村|\n"},
	} {
		t.Run(name, func(t *testing.T) {
			kept := snapshot.New(t.TempDir())
			feed, err := source.Open(c.spec, source.Env{Snapshots: kept})
			if err != nil {
				t.Fatal(err)
			}
			tables, digest := readBrought(t, feed)
			inputs := feed.Inputs()
			if got := tables[0].name + ":" + tables[0].text(); got != c.want || feed.Location() != address+c.location || len(tables) != 1 {
				t.Errorf("%s: got %q, want %q", feed.Location(), got, c.want)
			}
			again, err := source.Replay(c.spec, feed.Location(), inputs, source.Env{Snapshots: kept})
			if err != nil {
				t.Fatal(err)
			}
			replayed, same := readBrought(t, again)
			if diff := cmp.Diff(tables, replayed, cmp.AllowUnexported(got{})); diff != "" || same != digest {
				t.Errorf("%s, digest %s and %s", diff, digest, same)
			}
		})
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// TestReferencesAreNoPlaces: what one stands for is neither shown nor taken for a
// file of this machine.
func TestReferencesAreNoPlaces(t *testing.T) {
	t.Setenv("BIDUI_TEST_PLACE", "https://127.0.0.1:1/x?token=hunter2")
	feed, err := source.Open(from("${env:BIDUI_TEST_PLACE}"), source.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if feed.Local() {
		t.Error("another machine is taken for this one")
	}
	for _, place := range []string{"reader:hunter2@tcp(10.0.0.5:3306)/civil", "hunter2/*.csv"} {
		t.Setenv("BIDUI_TEST_PLACE", place)
		_, err := source.Open(from("${env:BIDUI_TEST_PLACE}"), source.Env{Dir: t.TempDir()})
		if err == nil || !strings.HasPrefix(err.Error(), "${env:BIDUI_TEST_PLACE}: ") || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("got %v", err)
		}
	}
	if got := source.Shown("https://h/x?token=hunter2"); got != "https://h/x" {
		t.Errorf("shown as %s", got)
	}
}

func TestRemoteFeedsThatAreNotWhole(t *testing.T) {
	address := agency(t, 4)
	for name, spec := range map[string]source.Spec{
		"a file that is cut off": {From: secret.Text(address + "/cut"), HTTP: fetch.HTTPSpec{Attempts: 1}},
		"a row too few": {From: secret.Text(address + "/pages"), HTTP: fetch.HTTPSpec{
			Attempts: 1, Pages: &fetch.Pages{Param: "page", First: 1, Rows: "data.list", Total: "total"},
		}},
	} {
		_, _, err := readFeed(t, spec, source.Env{})
		if !errors.Is(err, source.ErrDamaged) || !strings.Contains(err.Error(), address) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, _, err := readFeed(t, from(address+"/absent"), source.Env{})
	if err == nil {
		t.Error("an empty answer is read")
	}
}
