package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what the scripts of testdata/script compare anew")

// binary is the program as users have it, built once for all tests; fragile is
// one that can be ended or stopped at a point of its work (internal/failpoint).
var binary, fragile string

func TestMain(m *testing.M) {
	testscript.Main(tests{m}, map[string]func(){"bidui": scripted})
}

// tests is the tests with the program built before them.
type tests struct{ m *testing.M }

func (t tests) Run() int {
	dir, err := os.MkdirTemp("", "bidui-test")
	if err != nil {
		return failed(err)
	}
	binary = filepath.Join(dir, "bidui")
	fragile = filepath.Join(dir, "bidui-failpoints")
	for _, args := range [][]string{{"build", "-o", binary, "."}, {"build", "-tags", "failpoints", "-o", fragile, "."}} {
		if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
			return failed(fmt.Errorf("go build: %w\n%s", err, out))
		}
	}
	status := t.m.Run()
	if err := os.RemoveAll(dir); err != nil {
		return failed(err)
	}
	return status
}

func failed(err error) int {
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// clockVariable holds the time at which the clock of a script stands still, so
// that its output is the same each time.
const clockVariable = "NOW"

// scripted is the program in a script: in the test's own binary, with a clock
// that stands still and a version that never changes.
func scripted() {
	at, err := time.Parse(time.RFC3339, os.Getenv(clockVariable))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(-1)
	}
	buildVersion = "v0-test"
	a := &app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: func() time.Time { return at }}
	os.Exit(a.run(context.Background(), os.Args[1:]))
}
