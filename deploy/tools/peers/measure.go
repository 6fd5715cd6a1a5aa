package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// measure is what one run of a contender took: seconds, and MiB of resident
// memory at its peak.
type measure struct{ wall, cpu, peak float64 }

// program is a process to be started.
type program struct {
	dir   string
	env   []string // beside our own
	stdin string   // a file
	out   string   // a file; "": what it says is thrown away
	args  []string
}

// errFailed is a contender that did not do its job.
var errFailed = errors.New("failed")

// measured runs the program to its end. The peak is that of the process and of
// what it has waited for. What the parent used at most counts as well: Linux
// hands that down when a process starts another, so this one must stay small.
func (p program) measured(ctx context.Context) (m measure, err error) {
	cmd := exec.CommandContext(ctx, p.args[0], p.args[1:]...)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), p.env...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	if p.stdin != "" {
		in, err := os.Open(p.stdin)
		if err != nil {
			return m, err
		}
		defer func() { err = errors.Join(err, in.Close()) }()
		cmd.Stdin = in
	}
	if p.out != "" {
		out, err := os.OpenFile(p.out, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			return m, err
		}
		defer func() { err = errors.Join(err, out.Close()) }()
		cmd.Stdout = out
	}
	start := time.Now()
	err = cmd.Run()
	m.wall = time.Since(start).Seconds()
	if err != nil {
		return m, fmt.Errorf("%w: %w\n%s\n%s", errFailed, err, cmd, tail(complaint.Bytes()))
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return m, errors.New("this system does not tell what a process used")
	}
	m.cpu = time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
	m.peak = float64(usage.Maxrss) / 1024 // KiB, as Linux counts
	return m, nil
}

// tail is the end of what a program complained of.
func tail(text []byte) []byte {
	const enough = 4096
	return text[max(0, len(text)-enough):]
}
