package deploy

import (
	"log/slog"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"go.yaml.in/yaml/v3"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/metrics"
)

// rule is an alert or a record of prometheus/rules. It mirrors the file format.
type rule struct {
	Alert, Record, Expr string
	Labels, Annotations map[string]string
}

// rules is all of them, in the order of the files' names.
func rules(t *testing.T) []rule {
	t.Helper()
	var all []rule
	for _, path := range glob(t, "prometheus/rules/*.yml") {
		var file struct {
			Groups []struct{ Rules []rule }
		}
		must(t, yaml.Unmarshal([]byte(read(t, path)), &file))
		for _, group := range file.Groups {
			all = append(all, group.Rules...)
		}
	}
	return all
}

// alerts is the rules that are alerts, by name.
func alerts(t *testing.T) map[string]rule {
	t.Helper()
	found := map[string]rule{}
	for _, r := range rules(t) {
		if r.Alert == "" {
			continue
		}
		if _, twice := found[r.Alert]; twice {
			t.Errorf("%s is there twice", r.Alert)
		}
		found[r.Alert] = r
	}
	return found
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	must(t, err)
	if len(paths) == 0 {
		t.Fatalf("nothing is %s", pattern)
	}
	return paths
}

func TestPromtoolFindsNoFault(t *testing.T) {
	output(t, "promtool", append([]string{"check", "rules", "--lint=all", "--lint-fatal"}, glob(t, "prometheus/rules/*.yml")...)...)
	output(t, "promtool", "check", "config", "prometheus/prometheus.yml")
}

func TestAlertsFireWhenTheyShould(t *testing.T) {
	output(t, "promtool", append([]string{"test", "rules"}, glob(t, "prometheus/tests/*.yml")...)...)
}

// TestEveryAlertIsTriedBothWays looks through the unit tests that promtool runs.
func TestEveryAlertIsTriedBothWays(t *testing.T) {
	fires, silent := map[string]bool{}, map[string]bool{}
	for _, path := range glob(t, "prometheus/tests/*.yml") {
		var file struct {
			Tests []struct {
				Cases []struct {
					Alert    string `yaml:"alertname"`
					Expected []any  `yaml:"exp_alerts"`
				} `yaml:"alert_rule_test"`
			}
		}
		must(t, yaml.Unmarshal([]byte(read(t, path)), &file))
		for _, test := range file.Tests {
			for _, c := range test.Cases {
				fires[c.Alert] = fires[c.Alert] || len(c.Expected) > 0
				silent[c.Alert] = silent[c.Alert] || len(c.Expected) == 0
			}
		}
	}
	for name := range alerts(t) {
		if !fires[name] || !silent[name] {
			t.Errorf("%s is tried firing: %v, not firing: %v", name, fires[name], silent[name])
		}
	}
}

func TestAlertsSayWhatTheyMust(t *testing.T) {
	severities, subjects := []string{"critical", "warning", "info"}, []string{"service", "run", "feed", "counts"}
	for name, r := range alerts(t) {
		if !slices.Contains(severities, r.Labels["severity"]) || !slices.Contains(subjects, r.Labels["about"]) {
			t.Errorf("%s: labels %v", name, r.Labels)
		}
		if want := "/deploy/RUNBOOK.md#" + strings.ToLower(name); !strings.HasSuffix(r.Annotations["runbook_url"], want) {
			t.Errorf("%s: runbook_url %q does not end in %s", name, r.Annotations["runbook_url"], want)
		}
		named := map[string][]string{"run": {"task"}, "feed": {"feed"}, "counts": {"task", "county"}}[r.Labels["about"]]
		for _, annotation := range []string{"summary", "summary_zh"} {
			text := r.Annotations[annotation]
			if text == "" {
				t.Errorf("%s has no %s", name, annotation)
			}
			for _, label := range named {
				if !strings.Contains(text, "$labels."+label) {
					t.Errorf("%s: the %s does not name the %s", name, annotation, label)
				}
			}
		}
	}
}

// TestTheRunbookHasEveryAlert, and no other; each section has a command to look
// with and says what to do.
func TestTheRunbookHasEveryAlert(t *testing.T) {
	sections := strings.Split(read(t, "RUNBOOK.md"), "\n## ")[1:]
	var titles []string
	for _, section := range sections {
		title, text, _ := strings.Cut(section, "\n")
		titles = append(titles, title)
		for _, part := range []string{"* **Look**", "* **Do**"} {
			if !strings.Contains(text, part) {
				t.Errorf("%s has no “%s”", title, part)
			}
		}
		if title != "BiduiAbsent" && !strings.Contains(text, "`bidui ") { // bidui is not even asked
			t.Errorf("%s names no command of bidui", title)
		}
	}
	slices.Sort(titles)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(alerts(t))), titles); diff != "" {
		t.Errorf("alerts and sections differ:\n%s", diff)
	}
}

var (
	metricName = regexp.MustCompile(`\bbidui_[a-z_]+`)
	recordName = regexp.MustCompile(`\bbidui:[a-z_:]+`)
)

// TestNamesAreThoseOfMetricsAndRecords looks for expressions about what there is
// not, which are silent for ever, and for records that nobody uses.
func TestNamesAreThoseOfMetricsAndRecords(t *testing.T) {
	known, used := described(t), map[string]bool{}
	texts := map[string]string{"the board": read(t, "grafana/bidui.json")} // its variables among the rest
	for _, r := range rules(t) {
		if r.Record != "" {
			known[r.Record] = true
		}
		texts[r.Alert+r.Record] += r.Expr
	}
	for where, text := range texts {
		for _, name := range slices.Concat(metricName.FindAllString(text, -1), recordName.FindAllString(text, -1)) {
			used[name] = true
			if !known[name] {
				t.Errorf("%s asks for %s, which there is not", where, name)
			}
		}
	}
	for _, r := range rules(t) {
		if r.Record != "" && !used[r.Record] {
			t.Errorf("nothing uses %s", r.Record)
		}
	}
}

// described is the names of the metrics that bidui offers.
func described(t *testing.T) map[string]bool {
	t.Helper()
	l, err := ledger.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "bidui.db"), ledger.Options{})
	must(t, err)
	defer l.Close()
	collector, err := metrics.NewCollector(prometheus.NewRegistry(), l, metrics.Options{Log: slog.New(slog.DiscardHandler)})
	must(t, err)
	out := make(chan *prometheus.Desc, 100)
	collector.Describe(out)
	close(out)
	names := map[string]bool{}
	for desc := range out {
		for _, name := range metricName.FindAllString(desc.String(), 1) {
			names[name] = true
		}
	}
	return names
}

func TestTheReadmeHasEveryMetric(t *testing.T) {
	readme := read(t, "../README.md")
	for name := range described(t) {
		short := strings.TrimPrefix(name, "bidui_")
		after := strings.TrimPrefix(short, "discrepancies") // of names that differ in their ends
		if !strings.Contains(readme, "`"+short+"`") && !strings.Contains(readme, "`"+after+"`") {
			t.Errorf("README.md does not have %s", short)
		}
	}
}

// TestThresholdsStandInOnePlace finds numbers in the expressions of alerts that
// somebody would want to change.
func TestThresholdsStandInOnePlace(t *testing.T) {
	number := regexp.MustCompile(`[<>]=?\s*(\d[\d.]*)`)
	for name, r := range alerts(t) {
		for _, found := range number.FindAllStringSubmatch(r.Expr, -1) {
			if found[1] != "0" {
				t.Errorf("%s compares with %s: make it a threshold", name, found[1])
			}
		}
	}
}
