package secret_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/bidui/bidui/internal/secret"
)

func TestReveal(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("from file\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("BIDUI_TEST_WORD", "p@/s:?%41 w")
	for text, want := range map[string]string{
		"data/a.csv":                                          "data/a.csv",
		"a$b{c}":                                              "a$b{c}",
		"${env:BIDUI_TEST_WORD}":                              "p@/s:?%41 w",
		"x${file:" + file + "}y":                              "xfrom filey",
		"mysql://u:${env:BIDUI_TEST_WORD}@h/d":                "mysql://u:p%40%2Fs%3A%3F%2541%20w@h/d",
		"mysql://u:${file:" + file + "}@h/d":                  "mysql://u:from%20file@h/d",
		"https://h/x?t=${env:BIDUI_TEST_WORD}":                "https://h/x?t=p@/s:?%41 w",
		"https://${env:BIDUI_TEST_WORD}/?m=a@b":               "https://p@/s:?%41 w/?m=a@b",
		"sqlite:${env:BIDUI_TEST_WORD}@x":                     "sqlite:p@/s:?%41 w@x",
		"m://${env:BIDUI_TEST_WORD}:${env:BIDUI_TEST_WORD}@h": "m://p%40%2Fs%3A%3F%2541%20w:p%40%2Fs%3A%3F%2541%20w@h",
	} {
		got, err := secret.Text(text).Reveal()
		if err != nil || got != want {
			t.Errorf("%s: got %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestRevealedPasswordSurvivesTheURL(t *testing.T) {
	t.Setenv("BIDUI_TEST_WORD", "p@/s:?#%41 +w$密")
	got, err := secret.Text("mysql://u:${env:BIDUI_TEST_WORD}@h:1/d").Reveal()
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := url.Parse(got)
	if err != nil {
		t.Fatal(err)
	}
	if password, _ := parsed.User.Password(); password != "p@/s:?#%41 +w$密" {
		t.Errorf("password became %q", password)
	}
}

func TestRevealErrorsNameWhatIsMissing(t *testing.T) {
	for text, want := range map[string]string{
		"${env:BIDUI_TEST_ABSENT}":     "BIDUI_TEST_ABSENT",
		"${file:/nonexistent/word}":    "/nonexistent/word",
		"${vault:x}":                   "${vault:x}",
		"${env:}":                      "${env:}",
		"mysql://u:hunter2@h/${env:x":  "${ without }",
		"${env:BIDUI_TEST_ABSENT}rest": "BIDUI_TEST_ABSENT",
	} {
		got, err := secret.Text(text).Reveal()
		if err == nil || got != "" || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: got %q, %v", text, got, err)
		}
	}
}

func TestString(t *testing.T) {
	for text, want := range map[string]string{
		"data/a@b.csv":                     "data/a@b.csv",
		"mysql://u@h/d":                    "mysql://u@h/d",
		"mysql://h:3306/d":                 "mysql://h:3306/d",
		"mysql://u:hunter2@h:3306/d":       "mysql://u:***@h:3306/d",
		"mysql://u:hun/t@er2@h:3306/d":     "mysql://u:***@h:3306/d",
		"mysql://u:hun?ter2@h:3306/d":      "mysql://u:***@h:3306/d",
		"mysql://u:${env:hunter}@h/d":      "mysql://u:${env:hunter}@h/d",
		"mysql://u:${env:X}hunter2@h/d":    "mysql://u:***@h/d",
		"mysql://u:hunter2${env:X@h/d":     "mysql://u:***@h/d",
		"mysql://${env:U}:hunter2@h/d":     "mysql://${env:U}:***@h/d",
		"mysql://${env:U}:${file:/a}@h/d":  "mysql://${env:U}:${file:/a}@h/d",
		"u:hunter2@tcp(h:1)/d":             "u:***@tcp(h:1)/d",
		"u:hunter2@unix(/s)/d":             "u:***@unix(/s)/d",
		"u:hunter2@/d":                     "u:hunter2@/d", // nothing says that this is an address
		"https://u:hunter2@h/a.csv":        "https://u:***@h/a.csv",
		"sftp://u:hunter2@h:22/a/2017.csv": "sftp://u:***@h:22/a/2017.csv",
	} {
		if got := secret.Text(text).String(); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestNothingPrintsTheSecret(t *testing.T) {
	t.Setenv("BIDUI_TEST_WORD", "hunter2")
	for _, text := range []secret.Text{"mysql://u:hunter2@h/d", "mysql://u:${env:BIDUI_TEST_WORD}@h/d"} {
		var out bytes.Buffer
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%5.3s", "%U", "%c"} {
			fmt.Fprintf(&out, verb+"\n", text)
			fmt.Fprintf(&out, verb+"\n", struct{ From secret.Text }{text})
			fmt.Fprintf(&out, verb+"\n", []secret.Text{text})
		}
		asJSON, err := json.Marshal(map[string]any{"from": text, "all": []secret.Text{text}})
		if err != nil {
			t.Fatal(err)
		}
		asYAML, err := yaml.Marshal(struct{ From secret.Text }{text})
		if err != nil {
			t.Fatal(err)
		}
		out.Write(asJSON)
		out.Write(asYAML)
		slog.New(slog.NewTextHandler(&out, nil)).Info("open", "from", text)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("open", "from", text)
		for _, form := range []string{"hunter2", fmt.Sprintf("%x", "hunter2"), fmt.Sprintf("%X", "hunter2")} {
			if strings.Contains(out.String(), form) {
				t.Errorf("%s is printed as %s:\n%s", text, form, out.String())
			}
		}
	}
}

func TestYAMLReadsIt(t *testing.T) {
	var spec struct{ From secret.Text }
	if err := yaml.Unmarshal([]byte("from: mysql://u:${env:X}@h/d"), &spec); err != nil {
		t.Fatal(err)
	}
	if spec.From != "mysql://u:${env:X}@h/d" {
		t.Errorf("got %s", spec.From)
	}
}

func FuzzString(f *testing.F) {
	f.Add("mysql://u:", "@h/d")
	f.Add("mysql://${env:U}:", "@h/d?x=1")
	f.Fuzz(func(t *testing.T, before, after string) {
		if strings.ContainsAny(before, "$") || !strings.HasPrefix(before, "mysql://") || !strings.HasSuffix(before, ":") || !strings.HasPrefix(after, "@") {
			return
		}
		if got := secret.Text(before + "hunter2" + after).String(); strings.Contains(got, "hunter2") {
			t.Errorf("%q shows its password", got)
		}
	})
}
