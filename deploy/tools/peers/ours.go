package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// build makes the program to be measured.
func build(ctx context.Context, root, path string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", path, "./cmd/bidui")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, tail(said))
	}
	return nil
}

// dataset is feeds to be generated.
type dataset struct {
	shape     string // county or province
	members   int    // 0: as the shape has it
	shuffled  bool
	differing string // a share; "": the usual one
}

// name is that of the directory, which tells the data apart.
func (d dataset) name() string {
	name := d.shape
	if d.members > 0 {
		name += fmt.Sprintf("-%d", d.members)
	}
	if d.shuffled {
		name += "-shuffled"
	}
	if d.differing != "" {
		name += "-differing-" + d.differing
	}
	return name
}

// generate writes the feeds below a directory, unless they are there.
func (d dataset) generate(ctx context.Context, bidui, under string) (dir string, err error) {
	dir = filepath.Join(under, d.name())
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	if err := os.MkdirAll(under, 0o700); err != nil {
		return "", err
	}
	unfinished, err := os.MkdirTemp(under, ".generating-")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(unfinished)) }()
	args := []string{"generate", d.shape, "-o", unfinished}
	if d.members > 0 {
		args = append(args, "--members", fmt.Sprint(d.members))
	}
	if d.shuffled {
		args = append(args, "--shuffle")
	}
	if d.differing != "" {
		args = append(args, "--differing", d.differing)
	}
	if said, err := exec.CommandContext(ctx, bidui, args...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("bidui %s: %w\n%s", strings.Join(args, " "), err, tail(said))
	}
	return dir, os.Rename(unfinished, dir)
}

// fromCSV is how a generated configuration names a feed's file.
var fromCSV = regexp.MustCompile(`\{from: ([a-z]+\.csv)\}`)

// configure begins a directory with a ledger of its own that reads the feeds of
// data, but for those that are read from elsewhere: file → what stands for it.
func configure(dir, data string, elsewhere map[string]string) error {
	text, err := os.ReadFile(filepath.Join(data, "bidui.yaml"))
	if err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	text = fromCSV.ReplaceAllFunc(text, func(found []byte) []byte {
		file := string(fromCSV.FindSubmatch(found)[1])
		if other, ok := elsewhere[file]; ok {
			return []byte(other)
		}
		return fmt.Appendf(nil, "{from: %q}", filepath.Join(data, file))
	})
	return os.WriteFile(filepath.Join(dir, "bidui.yaml"), text, 0o600)
}

// runs is the program that runs the three jobs by the configuration in a directory.
func runs(bidui, dir string, flags ...string) program {
	return program{dir: dir, args: append([]string{bidui, "run", "assistance", "registry", "water", "--as-of", generated.AsOf, "--format", "json"}, flags...)}
}

// findings runs the jobs into a ledger in dir, and writes what they found to out.
func findings(ctx context.Context, bidui, dir, out string) error {
	if _, err := runs(bidui, dir).measured(ctx); err != nil {
		return err
	}
	_, err := program{dir: dir, args: []string{bidui, "export", "--status", "all", "--format", "csv", "--unmask", "-o", out}}.measured(ctx)
	return err
}
