package main

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var gatewayAt = regexp.MustCompile(`msg="Listening on" address=(\S+)`)

// gateway starts a Pushgateway. Reading its metrics is reading what was pushed.
func gateway(t *testing.T) *server {
	t.Helper()
	tool, err := exec.LookPath("prometheus-pushgateway")
	if err != nil {
		t.Fatal("prometheus-pushgateway is not to be found: run the tests with `make test`, which fetches it, or install it")
	}
	s := &server{process: startProgram(t, tool, t.TempDir(), "--web.listen-address=127.0.0.1:0")}
	eventually(t, "the gateway says where it listens", func() bool {
		if found := gatewayAt.FindStringSubmatch(s.stderr.text()); found != nil {
			s.address = found[1]
		}
		if !s.running() {
			t.Fatalf("the gateway ended:\n%s", s.stderr.text())
		}
		return s.address != ""
	})
	return s
}

// TestPushedIsWhatAScrapeSays compares the gateway with the service, series by series.
func TestPushedIsWhatAScrapeSays(t *testing.T) {
	t.Parallel()
	dir := countyFiles(t)
	pushgateway := gateway(t)
	address := "http://" + pushgateway.address
	mustRun(t, statusDone, dir, "run", "--push", address, "--instance", "hunan")
	mustRun(t, statusDone, dir, "run", "--push", address, "--instance", "hunan") // in place of the first

	s := serve(t, dir, "--listen", "127.0.0.1:0")
	scraped := s.metrics(t)
	s.stop(t)
	pushed := map[string]string{}
	own := regexp.MustCompile(`(instance="hunan"|job="bidui"),?`)
	for series, value := range pushgateway.metrics(t) {
		if strings.Contains(series, "bidui_exporter") {
			continue
		}
		if strings.Count(series, `instance="hunan"`) != 1 || strings.Count(series, `job="bidui"`) != 1 {
			t.Errorf("%s is in another group", series)
		}
		series = strings.NewReplacer(",}", "}", "{}", "").Replace(own.ReplaceAllString(series, ""))
		pushed[series] = value
	}
	if len(scraped) == 0 {
		t.Fatal("nothing was scraped")
	}
	if diff := cmp.Diff(scraped, pushed); diff != "" {
		t.Errorf("pushed is not what is scraped:\n%s", diff)
	}
}

func TestAFailedRunIsPushed(t *testing.T) {
	t.Parallel()
	dir := countyFiles(t)
	pushgateway := gateway(t)
	must(t, os.Truncate(filepath.Join(dir, "water.csv"), 0))
	mustRun(t, statusRefused, dir, "run", "water", "--push", "http://"+pushgateway.address, "--instance", "hunan")
	const series = `bidui_job_last_success{instance="hunan",job="bidui",task="water"}`
	if got := pushgateway.metrics(t)[series]; got != "0" {
		t.Errorf("%s is %q", series, got)
	}
}

func TestARunIsRecordedThoughNobodyIsTold(t *testing.T) {
	t.Parallel()
	dir := countyFiles(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	refuses := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		if user != "bidui" || password != "hunter2" {
			t.Errorf("the gateway is told %s and %s", user, password)
		}
		http.Error(w, "no", http.StatusInsufficientStorage)
	})}
	go func() { _ = refuses.Serve(listener) }() // until it is closed
	t.Cleanup(func() { _ = refuses.Close() })

	ran := mustRun(t, statusFailed, dir, "run", "water", "--push", "http://bidui:hunter2@"+listener.Addr().String())
	want := "bidui: nobody was told of the run, which is itself recorded: push metrics: unexpected status code 507"
	if said := ran.stderr.text(); !strings.Contains(said, want) || strings.Contains(said, "hunter2") {
		t.Errorf("it is said:\n%s", said)
	}
	if runs := mustRun(t, statusDone, dir, "history", "--job", "water").stdout.text(); strings.Count(runs, "water") == 0 && strings.Count(runs, "饮水") == 0 {
		t.Errorf("the run is not recorded:\n%s", runs)
	}
}

func TestTheTextFileIsWhatPromtoolExpects(t *testing.T) {
	t.Parallel()
	dir := countyFiles(t)
	mustRun(t, statusDone, dir, "run", "--textfile", "bidui.prom")
	text, err := os.ReadFile(filepath.Join(dir, "bidui.prom"))
	must(t, err)
	lint(t, string(text))
	if left, err := filepath.Glob(filepath.Join(dir, ".bidui.prom*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// countyFiles is a directory with the files of testdata/county.
func countyFiles(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	must(t, os.CopyFS(dir, os.DirFS("testdata/county")))
	return dir
}
