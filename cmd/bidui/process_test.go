package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"
)

// patience is how long tests wait for what must happen.
const patience = 40 * time.Second

// process is the program as users have it, running.
type process struct {
	command        *exec.Cmd
	stdout, stderr output
	ended          chan struct{} // closed when it has ended
}

// start starts the program in a directory. Whatever becomes of the test, the
// process ends with it.
func start(t *testing.T, dir string, args ...string) *process {
	t.Helper()
	return startProgram(t, binary, dir, args...)
}

// startProgram starts any program likewise.
func startProgram(t *testing.T, program, dir string, args ...string) *process {
	t.Helper()
	return launch(t, exec.Command(program, args...), dir)
}

// startFragile starts the program in a directory, to meet its end, or a stop, at
// the n-th time that it reaches a point.
func startFragile(t *testing.T, dir, point string, n int, action string, args ...string) *process {
	t.Helper()
	command := exec.Command(fragile, args...)
	command.Env = append(os.Environ(), fmt.Sprintf("BIDUI_FAILPOINT=%s %d %s", point, n, action))
	return launch(t, command, dir)
}

func launch(t *testing.T, command *exec.Cmd, dir string) *process {
	t.Helper()
	p := &process{command: command, ended: make(chan struct{})}
	p.command.Dir, p.command.Stdout, p.command.Stderr = dir, &p.stdout, &p.stderr
	must(t, p.command.Start())
	go func() {
		_ = p.command.Wait() // its status is looked up in ProcessState
		close(p.ended)
	}()
	t.Cleanup(func() { p.kill(t) })
	return p
}

// mustRun runs the program to its end, which must be with a status.
func mustRun(t *testing.T, status int, dir string, args ...string) *process {
	t.Helper()
	p := start(t, dir, args...)
	p.mustEnd(t, status)
	return p
}

// mustEnd waits for the end of the process, which must be with a status.
func (p *process) mustEnd(t *testing.T, status int) {
	t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		t.Fatalf("%v does not end:\n%s%s", p.command.Args, p.stdout.text(), p.stderr.text())
	}
	if got := p.command.ProcessState.ExitCode(); got != status {
		t.Fatalf("%v ended with %d, not %d:\n%s%s", p.command.Args, got, status, p.stdout.text(), p.stderr.text())
	}
}

func (p *process) signal(t *testing.T, signal os.Signal) {
	t.Helper()
	must(t, p.command.Process.Signal(signal))
}

// kill ends the process as a power cut would: it is told nothing.
func (p *process) kill(t *testing.T) {
	t.Helper()
	_ = p.command.Process.Kill() // it may have ended
	select {
	case <-p.ended:
	case <-time.After(patience):
		t.Errorf("%v cannot be killed", p.command.Args)
	}
}

// running says whether the process has not ended.
func (p *process) running() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// output gathers what a process writes.
type output struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buffer.Write(p)
}

func (o *output) text() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buffer.String()
}

// eventually waits until something is so, and fails when it takes too long.
func eventually(t *testing.T, what string, so func() bool) {
	t.Helper()
	poll := time.NewTicker(2 * time.Millisecond)
	defer poll.Stop()
	deadline := time.After(patience)
	for !so() {
		select {
		case <-poll.C:
		case <-deadline:
			t.Fatalf("waited %v in vain: %s", patience, what)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
