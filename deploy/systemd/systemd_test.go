// Package systemd has systemd's own tools judge the units that lie beside it.
package systemd

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// exposure is what systemd-analyze may score a service at most, in tenths: 0 is locked up, 100 is root.
const exposure = "20"

// where a unit looks for the program.
const installed = "/usr/local/bin/bidui"

func TestUnitsAreUnderstoodWhole(t *testing.T) {
	dir := units(t)
	for _, unit := range []string{"bidui.service", "bidui-run.service", "bidui-run.timer"} {
		if out := verify(t, filepath.Join(dir, unit)); out != "" {
			t.Errorf("%s:\n%s", unit, out)
		}
	}
}

// TestVerifyFindsWhatIsMisspelt shows that the test above can fail: systemd
// passes over a word that it does not know, with status 0.
func TestVerifyFindsWhatIsMisspelt(t *testing.T) {
	dir := units(t)
	unit := filepath.Join(dir, "bidui.service")
	replaceIn(t, unit, "ProtectSystem=", "ProtectSistem=")
	if out := verify(t, unit); !strings.Contains(out, "ProtectSistem") {
		t.Errorf("nothing is said of ProtectSistem: %q", out)
	}
}

func TestServicesAreLockedUp(t *testing.T) {
	dir := units(t)
	for _, unit := range []string{"bidui.service", "bidui-run.service"} {
		if out, err := run(t, "systemd-analyze", "security", "--offline=true", "--threshold="+exposure, filepath.Join(dir, unit)); err != nil {
			t.Errorf("%s: %v\n%s", unit, err, out)
		}
	}
}

// TestServicesAreConfinedAlike keeps the two services from drifting apart: what
// the run adds is the one directory that it tells its metrics in.
func TestServicesAreConfinedAlike(t *testing.T) {
	confinement := func(unit string) string {
		text := read(t, unit)
		_, text, _ = strings.Cut(text, "\nUser=")
		text, _, _ = strings.Cut(text, "\n\n[Install]")
		return strings.TrimSpace(strings.ReplaceAll(text, "ReadWritePaths=-/var/lib/prometheus/node-exporter\n", ""))
	}
	if diff := cmp.Diff(confinement("bidui.service"), confinement("bidui-run.service")); diff != "" {
		t.Error(diff)
	}
}

func TestTheTimerNamesATime(t *testing.T) {
	_, after, _ := strings.Cut(read(t, "bidui-run.timer"), "\nOnCalendar=")
	when, _, _ := strings.Cut(after, "\n")
	if out, err := run(t, "systemd-analyze", "calendar", "--iterations=2", when); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestSecretsAreCredentials holds the configuration to what the service is shown.
func TestSecretsAreCredentials(t *testing.T) {
	const credential = "db-password"
	for _, unit := range []string{"bidui.service", "bidui-run.service"} {
		if text := read(t, unit); !strings.Contains(text, "\nLoadCredential="+credential+":/etc/bidui/credentials/"+credential+"\n") {
			t.Errorf("%s does not load %s", unit, credential)
		}
	}
	if text := read(t, "bidui.yaml"); !strings.Contains(text, ":${file:/run/credentials/bidui.service/"+credential+"}@") {
		t.Errorf("bidui.yaml does not read %s", credential)
	}
}

// TestTheConfigurationIsOne has the program read it: it fails where the files
// are looked for, and not before.
func TestTheConfigurationIsOne(t *testing.T) {
	program := build(t)
	dir := t.TempDir()
	text := strings.NewReplacer("mysql://bidui:${file:/run/credentials/bidui.service/db-password}@127.0.0.1:3306/bidui", "sqlite:bidui.db",
		"/srv/bidui/", dir+"/", "/var/lib/bidui", dir).Replace(read(t, "bidui.yaml"))
	config := filepath.Join(dir, "bidui.yaml")
	must(t, os.WriteFile(config, []byte(text), 0o600))
	out, err := run(t, program, "check", "--config", config)
	if err == nil || !strings.HasPrefix(out, "configuration  ok") || !strings.Contains(out, "no such file") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestTheUserIsMade(t *testing.T) {
	root := t.TempDir()
	must(t, os.Mkdir(filepath.Join(root, "etc"), 0o755))
	here, err := os.Getwd()
	must(t, err)
	if out, err := run(t, "systemd-sysusers", "--root="+root, filepath.Join(here, "bidui.sysusers")); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if users := read(t, filepath.Join(root, "etc/passwd")); !strings.Contains(users, ":/var/lib/bidui:") {
		t.Errorf("the users are\n%s", users)
	}
}

// TestDirectoriesAreMade makes them below another root, and for the user of the
// test, who need not be root.
func TestDirectoriesAreMade(t *testing.T) {
	root := t.TempDir()
	me, err := user.Current()
	must(t, err)
	lines := strings.NewReplacer(" root root", " "+me.Uid+" "+me.Gid, " root bidui", " "+me.Uid+" "+me.Gid, "u:bidui:", "u:"+me.Username+":").
		Replace(read(t, "bidui.tmpfiles"))
	file := filepath.Join(t.TempDir(), "bidui.conf")
	must(t, os.WriteFile(file, []byte(lines), 0o600))
	must(t, os.MkdirAll(filepath.Join(root, "var/lib/prometheus/node-exporter"), 0o755))
	if out, err := run(t, "systemd-tmpfiles", "--root="+root, "--create", file); err != nil || out != "" {
		t.Errorf("%v\n%s", err, out)
	}
	for dir, mode := range map[string]os.FileMode{"etc/bidui": 0o755, "etc/bidui/credentials": 0o700, "srv/bidui": 0o750} {
		info, err := os.Stat(filepath.Join(root, dir))
		must(t, err)
		if info.Mode().Perm() != mode {
			t.Errorf("%s has mode %#o, not %#o", dir, info.Mode().Perm(), mode)
		}
	}
}

// units is a directory with the units, whose program is one that exists.
func units(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "bidui"), []byte("#!/bin/sh\n"), 0o755))
	for _, unit := range []string{"bidui.service", "bidui-run.service", "bidui-run.timer"} {
		must(t, os.WriteFile(filepath.Join(dir, unit), []byte(read(t, unit)), 0o644))
		if strings.HasSuffix(unit, ".service") {
			replaceIn(t, filepath.Join(dir, unit), "ExecStart="+installed+" ", "ExecStart="+filepath.Join(dir, "bidui")+" ")
		}
	}
	return dir
}

func verify(t *testing.T, unit string) string {
	t.Helper()
	out, err := run(t, "systemd-analyze", "verify", unit)
	if err != nil {
		out += err.Error()
	}
	return out
}

func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "bidui")
	if out, err := run(t, "go", "build", "-o", program, "../../cmd/bidui"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// run is what a program writes, and how it ended. One that is missing fails the test.
func run(t *testing.T, program string, args ...string) (string, error) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Fatalf("%v: run the tests with `make test`, which fetches what is missing", err)
	}
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	return string(out), err
}

func replaceIn(t *testing.T, file, before, after string) {
	t.Helper()
	text := read(t, file)
	if strings.Count(text, before) != 1 {
		t.Fatalf("%s has %q %d times, not once", file, before, strings.Count(text, before))
	}
	must(t, os.WriteFile(file, []byte(strings.Replace(text, before, after, 1)), 0o600))
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	must(t, err)
	return string(text)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
