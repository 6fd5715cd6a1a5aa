package container

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/google/go-cmp/cmp"
)

// project is the Compose file as docker compose reads it.
func project(t *testing.T) *types.Project {
	t.Helper()
	options, err := cli.NewProjectOptions([]string{docker + "/compose.yaml"}, cli.WithInterpolation(true), cli.WithResolvedPaths(true))
	must(t, err)
	p, err := options.LoadProject(t.Context())
	must(t, err)
	return p
}

func TestTheComposeFileIsUnderstood(t *testing.T) {
	p := project(t)
	want := []string{"alertmanager", "bidui", "grafana", "mariadb", "prometheus"}
	if diff := cmp.Diff(want, slices.Sorted(slices.Values(p.ServiceNames()))); diff != "" {
		t.Error(diff)
	}
	for _, s := range p.Services {
		if s.Image == "" || strings.HasSuffix(s.Image, ":latest") || !strings.Contains(s.Image, ":") {
			t.Errorf("%s is of no certain version: %q", s.Name, s.Image)
		}
		for _, port := range s.Ports {
			if port.HostIP != "127.0.0.1" {
				t.Errorf("%s offers port %s to %s", s.Name, port.Published, port.HostIP)
			}
		}
	}
	dockerfile, err := filepath.Abs(docker + "/Dockerfile")
	must(t, err)
	build := p.Services["bidui"].Build
	if at := filepath.Join(build.Context, build.Dockerfile); at != dockerfile {
		t.Errorf("the image is built by %s", at)
	}
}

// TestWhatIsMountedIsThere knows that the two passwords are made by who installs it.
func TestWhatIsMountedIsThere(t *testing.T) {
	mounted := 0
	for _, s := range project(t).Services {
		for _, v := range s.Volumes {
			if v.Type != types.VolumeTypeBind {
				continue
			}
			mounted++
			if _, err := os.Stat(v.Source); err != nil {
				t.Errorf("%s: %v", s.Name, err)
			}
			if !v.ReadOnly {
				t.Errorf("%s may write %s", s.Name, v.Source)
			}
		}
	}
	if mounted < 8 {
		t.Errorf("%d things are mounted", mounted)
	}
}

func TestBiduiIsConfined(t *testing.T) {
	s := project(t).Services["bidui"]
	if !s.ReadOnly || !slices.Contains(s.CapDrop, "ALL") || !slices.Contains(s.SecurityOpt, "no-new-privileges:true") || s.Privileged {
		t.Errorf("read-only %v, without %v, %v", s.ReadOnly, s.CapDrop, s.SecurityOpt)
	}
	for name := range s.Environment {
		t.Errorf("a variable %s: secrets are files", name)
	}
}

// TestPrometheusUnderstands its configuration, with the rules that are mounted beside it.
func TestPrometheusUnderstands(t *testing.T) {
	dir := t.TempDir()
	must(t, os.CopyFS(filepath.Join(dir, "rules"), os.DirFS(root+"/deploy/prometheus/rules")))
	file := filepath.Join(dir, "prometheus.yml")
	must(t, os.WriteFile(file, []byte(read(t, docker+"/prometheus.yml")), 0o600))
	tool, err := exec.LookPath("promtool")
	if err != nil {
		t.Fatal("promtool is not to be found: run the tests with `make test-shipping`, which fetches it")
	}
	if out, err := exec.Command(tool, "check", "config", file).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestPrometheusIsConfiguredAlike keeps its configuration here from drifting
// away from the one of a single machine: only who is asked differs.
func TestPrometheusIsConfiguredAlike(t *testing.T) {
	said := func(file string) []string {
		var lines []string
		for line := range strings.Lines(read(t, file)) {
			line, _, _ = strings.Cut(line, " #")
			line = strings.TrimRight(line, " \n")
			if line != "" && !strings.HasPrefix(line, "#") && !strings.Contains(line, "- targets:") {
				lines = append(lines, line)
			}
		}
		return lines
	}
	if diff := cmp.Diff(said(root+"/deploy/prometheus/prometheus.yml"), said(docker+"/prometheus.yml")); diff != "" {
		t.Error(diff)
	}
}
