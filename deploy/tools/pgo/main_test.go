package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/pprof/profile"
)

// measured writes a profile of one sample as a test program leaves it.
func measured(t *testing.T, source string) (path string) {
	t.Helper()
	mapping := &profile.Mapping{ID: 1, Start: 0x1000, Limit: 0x2000, File: "/home/somebody/jobs.test", BuildID: "abc"}
	function := &profile.Function{ID: 1, Name: "main.hot", SystemName: "main.hot", Filename: source, StartLine: 3}
	location := &profile.Location{ID: 1, Mapping: mapping, Address: 0x1234, Line: []profile.Line{{Function: function, Line: 7}}}
	p := &profile.Profile{
		SampleType: []*profile.ValueType{{Type: "samples", Unit: "count"}, {Type: "cpu", Unit: "nanoseconds"}},
		PeriodType: &profile.ValueType{Type: "cpu", Unit: "nanoseconds"}, Period: 10_000_000,
		TimeNanos: 1_700_000_000_000_000_000, DurationNanos: 5_000_000_000, Comments: []string{"on somebody's machine"},
		Sample:  []*profile.Sample{{Location: []*profile.Location{location}, Value: []int64{2, 20_000_000}, Label: map[string][]string{"who": {"somebody"}}}},
		Mapping: []*profile.Mapping{mapping}, Location: []*profile.Location{location}, Function: []*profile.Function{function},
	}
	path = filepath.Join(t.TempDir(), "cpu.out")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Write(file); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// checkClean fails where a profile says on which machine or when it was measured.
func checkClean(t *testing.T, path string) *profile.Profile {
	t.Helper()
	p, err := read(path)
	if err != nil {
		t.Fatal(err)
	}
	if text := p.String(); strings.Contains(text, "somebody") || p.TimeNanos != 0 || p.DurationNanos != 0 || len(p.Comments) > 0 {
		t.Errorf("%s tells more than where time goes", path)
	}
	for _, m := range p.Mapping {
		if m.File != "" || m.BuildID != "" {
			t.Errorf("%s names the program %s %s", path, m.File, m.BuildID)
		}
	}
	for _, f := range p.Function {
		if filepath.IsAbs(f.Filename) {
			t.Errorf("%s names %s", path, f.Filename)
		}
	}
	return p
}

func TestProfilesAreAddedUp(t *testing.T) {
	to := filepath.Join(t.TempDir(), "default.pgo")
	if err := run(to, []string{measured(t, "main/hot.go"), measured(t, "main/hot.go")}); err != nil {
		t.Fatal(err)
	}
	p := checkClean(t, to)
	if len(p.Sample) != 1 || p.Sample[0].Value[1] != 40_000_000 {
		t.Fatalf("samples %v", p.Sample)
	}
	if line := p.Sample[0].Location[0].Line[0]; line.Function.Name != "main.hot" || line.Function.StartLine != 3 || line.Line != 7 {
		t.Errorf("the sample is of %s, line %d", line.Function.Name, line.Line)
	}
}

func TestPathsOfAMachineAreRefused(t *testing.T) {
	to := filepath.Join(t.TempDir(), "default.pgo")
	err := run(to, []string{measured(t, "/home/somebody/hot.go")})
	if err == nil || !strings.Contains(err.Error(), "-trimpath") {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(to); !os.IsNotExist(err) {
		t.Errorf("something was written: %v", err)
	}
}

// What is committed is clean, and still tells of code that there is.
func TestProfileOfTheProgram(t *testing.T) {
	p := checkClean(t, "../../../cmd/bidui/default.pgo")
	for _, hot := range []string{"internal/decode.(*splitter).plain", "internal/registry.ReadMember", "matchers.(*Join).match"} {
		found := false
		for _, f := range p.Function {
			found = found || f.Name == "github.com/bidui/bidui/"+hot
		}
		if !found {
			t.Errorf("no time is spent in %s: make profile", hot)
		}
	}
}
