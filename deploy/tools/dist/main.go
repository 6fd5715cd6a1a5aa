// Command dist builds what is released: a static binary and an archive for each
// platform, a bill of materials for each binary, and SHA256SUMS. The same tree,
// version and time give the same bytes, whatever the directory is called.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

// platforms is for whom there are releases: servers, Kunpeng and Phytium servers,
// Loongson machines, and the desks of counties.
var platforms = []platform{{"linux", "amd64"}, {"linux", "arm64"}, {"linux", "loong64"}, {"windows", "amd64"}}

type platform struct{ os, arch string }

// release is what is built of which tree.
type release struct {
	root      string // of the tree
	out       string // a directory, made if need be
	version   string
	time      time.Time // of every file in the archives
	platforms []platform
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "dist:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	var r release
	var seconds int64
	var only string
	flags := flag.NewFlagSet("dist", flag.ContinueOnError)
	flags.StringVar(&r.root, "root", ".", "the tree")
	flags.StringVar(&r.out, "o", "dist", "write into this directory")
	flags.StringVar(&r.version, "version", "", "the version that is built")
	flags.Int64Var(&seconds, "epoch", 0, "SOURCE_DATE_EPOCH: the time of what is in the archives")
	flags.StringVar(&only, "platforms", "", "only these, such as linux/amd64,windows/amd64")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if r.version == "" || strings.ContainsAny(r.version, "/\\ '") {
		return fmt.Errorf("-version %q: want one that can stand in the name of a file", r.version)
	}
	r.time, r.platforms = time.Unix(seconds, 0).UTC(), platforms
	if only != "" {
		r.platforms = nil
		for name := range strings.SplitSeq(only, ",") {
			system, arch, ok := strings.Cut(name, "/")
			if !ok {
				return fmt.Errorf("-platforms: %q is none", name)
			}
			r.platforms = append(r.platforms, platform{system, arch})
		}
	}
	return r.build(ctx)
}

// build writes everything.
func (r release) build(ctx context.Context) error {
	if err := os.MkdirAll(r.out, 0o750); err != nil {
		return err
	}
	var names []string
	for _, p := range r.platforms {
		made, err := r.buildFor(ctx, p)
		if err != nil {
			return fmt.Errorf("%s/%s: %w", p.os, p.arch, err)
		}
		names = append(names, made...)
	}
	return writeSums(r.out, names)
}

// buildFor writes what there is for one platform, and says which files.
func (r release) buildFor(ctx context.Context, p platform) (names []string, err error) {
	scratch, err := os.MkdirTemp("", "bidui-dist")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	program := filepath.Join(scratch, "bidui")
	if p.os == "windows" {
		program += ".exe"
	}
	if err := r.compile(ctx, p, program); err != nil {
		return nil, err
	}
	base := fmt.Sprintf("bidui-%s-%s-%s", r.version, p.os, p.arch)
	archive, err := r.pack(p, base, program)
	if err != nil {
		return nil, err
	}
	bill := base + ".cdx.json"
	return []string{archive, bill}, r.writeBill(program, filepath.Join(r.out, bill))
}

// compile is what make build and the Dockerfile do.
func (r release) compile(ctx context.Context, p platform, program string) error {
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false",
		"-ldflags", "-s -w -X main.buildVersion="+r.version, "-o", program, "./cmd/bidui")
	build.Dir = r.root
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off", "GOOS="+p.os, "GOARCH="+p.arch)
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	return nil
}
