package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// buildTest makes the test program of a package of the tree, compiled as the
// program is.
func buildTest(ctx context.Context, root, pkg, path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	cmd := exec.CommandContext(ctx, "go", "test", "-pgo="+filepath.Join(root, "cmd/bidui/default.pgo"), "-c", "-o", path, "./"+pkg)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go test -c ./%s: %w\n%s", pkg, err, tail(said))
	}
	return nil
}

// itself runs a benchmark once and reads what it reports of itself.
func itself(ctx context.Context, dir string, args []string) (m measure, err error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = dir
	said, err := cmd.CombinedOutput()
	if err != nil {
		return m, fmt.Errorf("%w: %w\n%s", errFailed, err, tail(said))
	}
	for _, found := range metric.FindAllSubmatch(said, -1) {
		n, err := strconv.ParseFloat(string(found[1]), 64)
		if err != nil {
			return m, err
		}
		switch string(found[2]) {
		case "ns/op":
			m.wall = n / 1e9
		case "cpu-s/op":
			m.cpu = n
		case "peak-MiB":
			m.peak = n
		}
	}
	if m.wall == 0 {
		return m, errors.New("the benchmark reports no time: " + string(tail(said)))
	}
	return m, nil
}
