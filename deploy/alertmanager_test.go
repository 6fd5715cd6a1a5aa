package deploy

import (
	"bytes"
	"encoding/json"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	bidui "github.com/bidui/bidui/internal/rules"
)

const (
	routes    = "alertmanager/alertmanager.yml"
	templates = "alertmanager/templates/*.tmpl"
)

func TestAmtoolFindsNoFault(t *testing.T) {
	output(t, "amtool", "check-config", routes)
}

// TestAlertsReachWhomTheyConcern goes through the routes with the labels that
// alerts have.
func TestAlertsReachWhomTheyConcern(t *testing.T) {
	for labels, want := range map[string]string{
		"alertname=BiduiDown severity=critical about=service":                                         "duty-urgent",
		"alertname=BiduiRunFailed severity=critical about=run task=water":                             "duty-urgent",
		"alertname=BiduiRunOverdue severity=warning about=run task=water":                             "duty",
		"alertname=BiduiRunSlow severity=info about=run task=water":                                   "duty",
		"alertname=BiduiFeedStale severity=warning about=feed feed=dibao":                             "duty",
		"alertname=BiduiFeedHeld severity=warning about=feed feed=dibao county=430524":                "county-430524,duty",
		"alertname=BiduiFeedHeld severity=warning about=feed feed=dibao county=430523":                "duty",
		"alertname=BiduiDeadlineNear severity=warning about=counts task=water county=430524":          "county-430524",
		"alertname=BiduiDeadlineClose severity=critical about=counts task=water county=430524":        "city,county-430524",
		"alertname=BiduiUnresolvedRising severity=warning about=counts task=assistance county=430523": "city",
		"alertname=BiduiDeadlinePast severity=critical about=counts task=registry":                    "city",
	} {
		args := append([]string{"config", "routes", "test", "--config.file=" + routes}, strings.Fields(labels)...)
		if got := strings.TrimSpace(output(t, "amtool", args...)); got != want {
			t.Errorf("%s goes to %s, not to %s", labels, got, want)
		}
	}
}

func render(t *testing.T, template, data string) string {
	t.Helper()
	return strings.TrimSpace(output(t, "amtool", "template", "render", "--template.glob="+templates,
		`--template.text={{ template "`+template+`" . }}`, "--template.data="+data))
}

func TestMessagesAreInChinese(t *testing.T) {
	for _, template := range []string{"bidui.title", "bidui.text", "bidui.markdown"} {
		for _, data := range []string{"failed", "resolved", "county"} {
			golden := filepath.Join("testdata", data+"."+template+".txt")
			got := render(t, template, filepath.Join("testdata", data+".json"))
			if *update {
				write(t, golden, got+"\n")
			}
			if diff := cmp.Diff(read(t, golden), got+"\n"); diff != "" {
				t.Errorf("%s of %s:\n%s", template, data, diff)
			}
		}
	}
}

// TestEveryJobHasItsChineseName compares the names in messages with the program's own.
func TestEveryJobHasItsChineseName(t *testing.T) {
	for _, job := range bidui.Jobs {
		data := filepath.Join(t.TempDir(), "data.json")
		write(t, data, `{"status": "firing", "commonLabels": {"task": "`+job.Name+`", "severity": "info"}}`)
		if got, want := render(t, "bidui.title", data), "【提示】"+job.Title+"（0 条）"; got != want {
			t.Errorf("%s is called %q, not %q", job.Name, got, want)
		}
	}
}

// TestAFailedRunSilencesItsCounts posts alerts of two jobs, of which one failed.
func TestAFailedRunSilencesItsCounts(t *testing.T) {
	config, err := filepath.Abs(routes)
	must(t, err)
	url := alertmanager(t, config)
	var posted []map[string]any
	for _, labels := range []map[string]string{
		{"alertname": "BiduiRunFailed", "task": "water", "about": "run"},
		{"alertname": "BiduiRunStale", "task": "water", "about": "run"},
		{"alertname": "BiduiDeadlinePast", "task": "water", "county": "430524", "about": "counts"},
		{"alertname": "BiduiDeadlinePast", "task": "assistance", "county": "430524", "about": "counts"},
		{"alertname": "BiduiRunStale", "task": "registry", "about": "run"},
		{"alertname": "BiduiUnresolvedRising", "task": "registry", "county": "430524", "about": "counts"},
		{"alertname": "BiduiFeedHeld", "feed": "water", "county": "430524", "about": "feed"},
	} {
		labels["instance"], labels["job"] = "a:8080", "bidui"
		posted = append(posted, map[string]any{"labels": labels})
	}
	body, err := json.Marshal(posted)
	must(t, err)
	response, err := http.Post(url+"/api/v2/alerts", "application/json", bytes.NewReader(body))
	must(t, err)
	must(t, response.Body.Close())
	if response.StatusCode != http.StatusOK {
		t.Fatal(response.Status)
	}
	want := []string{"BiduiDeadlinePast water", "BiduiRunStale water", "BiduiUnresolvedRising registry"}
	var got []string
	eventually(t, "Alertmanager has looked at all alerts", func() bool {
		var alerts []struct {
			Labels map[string]string
			Status struct{ State string }
		}
		must(t, ask(url+"/api/v2/alerts", &alerts))
		got = nil
		for _, a := range alerts {
			if a.Status.State == "unprocessed" {
				return false
			}
			if a.Status.State == "suppressed" {
				got = append(got, a.Labels["alertname"]+" "+a.Labels["task"])
			}
		}
		slices.Sort(got)
		return len(alerts) == len(posted) && len(got) >= len(want)
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("silenced are:\n%s", diff)
	}
}

// alertmanager starts one with a configuration, which speaks to no other.
func alertmanager(t *testing.T, config string) (url string) {
	t.Helper()
	return server(t, "alertmanager", func(address string) []string {
		return []string{
			"--config.file=" + config, "--web.listen-address=" + address, "--cluster.listen-address=", "--storage.path=data",
		}
	})
}
