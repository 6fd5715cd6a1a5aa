package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// bench is everything that is needed to let contenders run.
type bench struct {
	options
	out     io.Writer
	wanted  []target
	scratch string // removed in the end
	bidui   string // the program
	forced  bool   // bidui run has --force
	mariadb *server
}

// sample is what the runs of one contender took, round by round, or why it has none.
type sample struct {
	rounds []measure
	err    error
}

func newBench(ctx context.Context, o options, out io.Writer) (*bench, error) {
	b := &bench{options: o, out: out}
	for _, t := range targets() {
		if len(o.targets) == 0 || slices.Contains(o.targets, t.number) {
			b.wanted = append(b.wanted, t)
		}
	}
	for _, number := range o.targets {
		if !slices.ContainsFunc(b.wanted, func(t target) bool { return t.number == number }) {
			return nil, fmt.Errorf("-targets: there is no %q; -list lists them", number)
		}
	}
	if err := os.MkdirAll(o.cache, 0o700); err != nil {
		return nil, err
	}
	var err error
	if b.scratch, err = os.MkdirTemp(o.cache, "run-"); err != nil {
		return nil, err
	}
	b.bidui = filepath.Join(b.scratch, "bidui")
	b.say("building bidui")
	if err := build(ctx, o.root, b.bidui); err != nil {
		return nil, errors.Join(err, b.close(ctx))
	}
	help, err := exec.CommandContext(ctx, b.bidui, "help", "run").Output()
	if err != nil {
		return nil, errors.Join(err, b.close(ctx))
	}
	b.forced = strings.Contains(string(help), " --force ")
	return b, nil
}

// close removes what was made for this run alone.
func (b *bench) close(ctx context.Context) error {
	var errs []error
	if b.mariadb != nil {
		errs = append(errs, b.mariadb.drop(ctx))
	}
	return errors.Join(append(errs, os.RemoveAll(b.scratch))...)
}

func (b *bench) say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// run prepares the contenders of all targets, proves that they find the same,
// and lets each run once in every round, one after the other.
func (b *bench) run(ctx context.Context) (map[string]*sample, error) {
	wanted := map[string]bool{}
	for _, t := range b.wanted {
		for _, name := range t.contenders() {
			wanted[name] = true
		}
	}
	var all []contender
	samples := map[string]*sample{}
	for _, c := range contenders() { // in their order: some start from what one before them left
		if !wanted[c.name] {
			continue
		}
		b.say("preparing %s", c.name)
		samples[c.name] = &sample{}
		if err := c.prepare(ctx, b); err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		all = append(all, c)
	}
	for round := range b.rounds {
		for _, c := range all {
			s := samples[c.name]
			if s.err != nil {
				continue
			}
			m, err := c.run(ctx, b)
			if stopped(ctx) { // the table is of the rounds so far
				return samples, nil
			}
			if err != nil {
				s.err = err
				b.say("round %d: %s: %v", round+1, c.name, err)
				continue
			}
			s.rounds = append(s.rounds, m)
			b.say("round %d: %-18s %8.2f s wall %8.2f s CPU %8.0f MiB", round+1, c.name, m.wall, m.cpu, m.peak)
		}
	}
	return samples, nil
}

func stopped(ctx context.Context) bool { return ctx.Err() != nil }

// prove lets bidui and a peer do the jobs on data and compares what they found,
// in a process of its own that no measured one inherits its memory from.
func (b *bench) prove(ctx context.Context, data string, peer program, theirs string) error {
	ours := filepath.Join(b.scratch, filepath.Base(data)+"-ours.csv")
	if _, err := os.Stat(ours); errors.Is(err, os.ErrNotExist) {
		dir := filepath.Join(b.scratch, "prove")
		if err := configure(dir, data, nil); err != nil {
			return err
		}
		if err := findings(ctx, b.bidui, dir, ours); err != nil {
			return err
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	if _, err := peer.measured(ctx); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	said, err := exec.CommandContext(ctx, self, "compare", ours, theirs).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s and bidui: %w\n%s", filepath.Base(theirs), err, said)
	}
	b.say("%s: %s", filepath.Base(theirs), said)
	return nil
}

// dir is a directory of that name for the ledger of a contender.
func (b *bench) dir(name string) string { return filepath.Join(b.scratch, name) }

// province is the feeds of the province, as large as it is to be.
func (b *bench) province() dataset { return dataset{shape: "province", members: b.members} }

// generate writes feeds unless they are there.
func (b *bench) generate(ctx context.Context, d dataset) (string, error) {
	return d.generate(ctx, b.bidui, b.data)
}
