package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// littleMemory is what the group of processes may use that bidui runs in, the
// page cache included.
const littleMemory = 512 << 20

// inLittleMemory is bidui with a ledger in a memory cgroup of 512 MiB. It must
// be allowed to make one: as root.
func inLittleMemory() contender {
	var feeds string
	return contender{
		name: "512 MiB",
		prepare: func(ctx context.Context, b *bench) (err error) {
			feeds, err = b.generate(ctx, b.province())
			return err
		},
		run: func(ctx context.Context, b *bench) (m measure, err error) {
			group, err := newGroup(littleMemory)
			if err != nil {
				return m, fmt.Errorf("no cgroup, so nothing is proven: %w", err)
			}
			defer func() { err = errors.Join(err, os.Remove(group.path)) }()
			if err := configure(b.dir("512 MiB"), feeds, nil); err != nil {
				return m, err
			}
			p := runs(b.bidui, b.dir("512 MiB"))
			p.args = append([]string{"sh", "-c", `echo $$ >"$0" && exec "$@"`, filepath.Join(group.path, "cgroup.procs")}, p.args...)
			return p.measured(ctx)
		},
	}
}

// group is a memory cgroup of version 1 or 2.
type group struct{ path string }

// newGroup makes a group: of version 1 below the one that this process is in, of
// version 2 at the top, since below a group with processes there is no limit.
func newGroup(limit int) (group, error) {
	own, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return group{}, err
	}
	path, file := "", "memory.max"
	for line := range bytes.Lines(own) {
		parts := strings.SplitN(strings.TrimSpace(string(line)), ":", 3)
		switch {
		case len(parts) < 3:
		case parts[1] == "memory":
			path, file = filepath.Join("/sys/fs/cgroup/memory", parts[2]), "memory.limit_in_bytes"
		case parts[1] == "" && path == "":
			path = "/sys/fs/cgroup"
		}
	}
	g := group{filepath.Join(path, fmt.Sprintf("bidui-peers-%d", os.Getpid()))}
	if err := os.Mkdir(g.path, 0o700); err != nil {
		return group{}, err
	}
	if err := os.WriteFile(filepath.Join(g.path, file), []byte(strconv.Itoa(limit)), 0o600); err != nil {
		return group{}, errors.Join(err, os.Remove(g.path))
	}
	return g, nil
}
