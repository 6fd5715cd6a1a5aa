package deploy

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// TestAtWork has the sample county served by bidui, scraped by Prometheus and
// told of by Alertmanager, each with the files of this folder. Of its jobs water
// has failed, and the deadline of assistance has passed.
func TestAtWork(t *testing.T) {
	bidui := build(t)
	told := newTold(t)
	alerting := alertmanager(t, told.config(t))
	prometheus := scraping(t, serving(t, bidui), alerting)

	t.Run("alerts arrive", func(t *testing.T) { told.check(t) })
	t.Run("counts of a failed job are not told", func(t *testing.T) { checkInhibited(t, alerting) })
	t.Run("every rule can be evaluated", func(t *testing.T) { checkRules(t, prometheus) })
	t.Run("every panel has an answer", func(t *testing.T) { checkPanels(t, prometheus) })
	t.Run("the runbook's commands are there", func(t *testing.T) { checkCommands(t, bidui) })
}

// build builds bidui as users have it.
func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "bidui")
	command := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "github.com/bidui/bidui/cmd/bidui")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return binary
}

var servingAt = regexp.MustCompile(`"msg":"serving","address":"([^"]+)"`)

// serving runs the jobs over a copy of the sample county, spoils the water
// ledger, and starts the service. Its address is returned.
func serving(t *testing.T, bidui string) string {
	t.Helper()
	dir := t.TempDir()
	must(t, os.CopyFS(dir, os.DirFS("../config/example")))
	config := filepath.Join(dir, "bidui.yaml")
	text := read(t, config)
	authorised := strings.Replace(text, "members:    {from: data/members.csv}", "members: {from: data/members.csv, authorised_until: 2099-12-31}", 1)
	if authorised == text {
		t.Fatal("the sample has no feed members as it was")
	}
	write(t, config, authorised)
	run := func(wantStatus int, jobs ...string) {
		command := exec.CommandContext(t.Context(), bidui, append([]string{"run", "--config", config}, jobs...)...)
		out, err := command.CombinedOutput()
		if got := command.ProcessState.ExitCode(); got != wantStatus {
			t.Fatalf("run %v: status %d, %v\n%s", jobs, got, err, out)
		}
	}
	run(0)
	write(t, filepath.Join(dir, "data/water.csv"), "户编号\n")
	run(5, "water")

	p := start(t, bidui, "serve", "--config", config, "--listen", "127.0.0.1:0", "--log-format", "json")
	var found []string
	eventually(t, "the service says where it listens", func() bool {
		found = servingAt.FindStringSubmatch(p.log.text())
		return found != nil || !p.running()
	})
	if found == nil {
		t.Fatal(p.log.text())
	}
	return found[1]
}

// scraping starts a Prometheus with our configuration, but for addresses and pace.
func scraping(t *testing.T, target, alerting string) (url string) {
	t.Helper()
	rules, err := filepath.Abs("prometheus/rules")
	must(t, err)
	config := filepath.Join(t.TempDir(), "prometheus.yml")
	write(t, config, replaced(t, read(t, "prometheus/prometheus.yml"),
		"_interval: 30s", "_interval: 1s",
		"rules/*.yml", rules+"/*.yml",
		"127.0.0.1:8080", target,
		"127.0.0.1:9093", strings.TrimPrefix(alerting, "http://")))
	return server(t, "prometheus", func(address string) []string {
		return []string{"--config.file=" + config, "--web.listen-address=" + address, "--storage.tsdb.path=data"}
	})
}

// replaced replaces pairs of text, each of which must be there.
func replaced(t *testing.T, text string, pairs ...string) string {
	t.Helper()
	for pair := range slices.Chunk(pairs, 2) {
		if !strings.Contains(text, pair[0]) {
			t.Fatalf("%q is not in\n%s", pair[0], text)
		}
		text = strings.ReplaceAll(text, pair[0], pair[1])
	}
	return text
}

// told is what arrives at people: a WeCom, and a gateway to the groups of DingTalk.
type told struct {
	*httptest.Server

	mu       sync.Mutex
	messages []string // path and what was posted there
}

func newTold(t *testing.T) *told {
	t.Helper()
	r := &told{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(request.Body)
		if err != nil {
			t.Error(err)
		}
		if request.Method == http.MethodPost {
			r.mu.Lock()
			r.messages = append(r.messages, request.URL.Path+" "+string(body))
			r.mu.Unlock()
		}
		_, _ = io.WriteString(w, `{"errcode": 0, "access_token": "token"}`) // who has gone away is told nothing
	}))
	t.Cleanup(r.Close)
	return r
}

// config is that of Alertmanager, with these addresses and little patience.
func (r *told) config(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	must(t, os.CopyFS(filepath.Join(dir, "templates"), os.DirFS("alertmanager/templates")))
	path := filepath.Join(dir, "alertmanager.yml")
	write(t, path, replaced(t, read(t, routes),
		"https://qyapi.weixin.qq.com/cgi-bin/", r.URL+"/cgi-bin/",
		"http://127.0.0.1:8060/", r.URL+"/",
		"group_wait: 30s", "group_wait: 1s",
		"group_interval: 5m", "group_interval: 1s"))
	return path
}

// has says whether a message to a path contains all the words.
func (r *told) has(path string, words ...string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.ContainsFunc(r.messages, func(m string) bool {
		return strings.HasPrefix(m, path+" ") && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(m, w) })
	})
}

// person finds the numbers of the sample's people and households.
var person = regexp.MustCompile(`4305\d{6,}|\d{17}[\dX]`)

func (r *told) check(t *testing.T) {
	t.Helper()
	for _, want := range [][]string{
		{"/cgi-bin/message/send", "【严重】饮水安全比对（1 条）", "任务 water 最近一次运行失败", "RUNBOOK.md#biduirunfailed"},
		{"/dingtalk/duty/send", `"alertname":"BiduiRunFailed"`, `"task":"water"`},
		{"/dingtalk/city/send", `"alertname":"BiduiDeadlinePast"`, `"task":"assistance"`, `"county":"430524"`},
		{"/dingtalk/county-430524/send", `"alertname":"BiduiDeadlinePast"`, "县 430524 仍有 64 条疑点未销号"},
	} {
		eventually(t, fmt.Sprintf("a message with %q", want), func() bool { return r.has(want[0], want[1:]...) })
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, m := range r.messages {
		if found := person.FindString(m); found != "" {
			t.Errorf("%q is told to %s", found, m)
		}
	}
}

func checkInhibited(t *testing.T, alerting string) {
	t.Helper()
	eventually(t, "the deadline of water is silenced", func() bool {
		var alerts []struct {
			Status struct{ State string }
		}
		must(t, ask(alerting+"/api/v2/alerts?filter="+url.QueryEscape(`task="water"`)+"&filter="+url.QueryEscape(`alertname="BiduiDeadlinePast"`), &alerts))
		return len(alerts) == 1 && alerts[0].Status.State == "suppressed"
	})
}

func checkRules(t *testing.T, prometheus string) {
	t.Helper()
	var answer struct {
		Data struct {
			Groups []struct {
				Rules []struct{ Name, Query, Health, LastError string }
			}
		}
	}
	eventually(t, "all rules have been evaluated", func() bool {
		must(t, ask(prometheus+"/api/v1/rules", &answer))
		for _, group := range answer.Data.Groups {
			for _, r := range group.Rules {
				if r.Health == "err" {
					t.Fatalf("%s: %s", r.Name, r.LastError)
				}
				if r.Health != "ok" {
					return false
				}
			}
		}
		return len(answer.Data.Groups) > 0
	})
}

// checkPanels asks what each panel of the board asks, with all tasks and counties
// chosen, and with one of each. Answers that need two scrapes may take a while; an
// error never passes.
func checkPanels(t *testing.T, prometheus string) {
	t.Helper()
	for _, p := range panels(t) {
		for _, expr := range p.exprs() {
			for _, chosen := range []*strings.Replacer{
				strings.NewReplacer("$task", ".*", "$county", ".*"),
				strings.NewReplacer("$task", "assistance", "$county", "430524"),
			} {
				query := chosen.Replace(expr)
				if strings.Contains(query, "$") {
					t.Errorf("%s: a variable is left in %s", p.Title, query)
				}
				eventually(t, p.Title+" has an answer to "+query, func() bool { return hasNumber(t, prometheus, query) })
			}
		}
	}
}

// hasNumber says whether the answer to a query has one.
func hasNumber(t *testing.T, prometheus, query string) bool {
	t.Helper()
	type result struct{ Value [2]any } // when, and a number as text
	var answer struct {
		Data struct{ Result []result }
	}
	must(t, ask(prometheus+"/api/v1/query?query="+url.QueryEscape(query), &answer))
	return slices.ContainsFunc(answer.Data.Result, func(r result) bool { return r.Value[1] != "NaN" })
}

// checkCommands looks up each command and flag of the runbook in the help text.
func checkCommands(t *testing.T, bidui string) {
	t.Helper()
	quoted := regexp.MustCompile("`bidui ([a-z][^`]*)`")
	for _, found := range quoted.FindAllStringSubmatch(read(t, "RUNBOOK.md"), -1) {
		words := strings.Fields(found[1])
		help, err := exec.CommandContext(t.Context(), bidui, words[0], "--help").CombinedOutput()
		if err != nil || !strings.Contains(string(help), "bidui "+words[0]) {
			t.Errorf("bidui %s: %v", found[1], err)
		}
		for _, word := range words[1:] {
			if strings.HasPrefix(word, "--") && !strings.Contains(string(help), " "+word+" ") {
				t.Errorf("bidui %s has no flag %s", words[0], word)
			}
		}
	}
}
