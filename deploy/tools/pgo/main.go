// Command pgo makes of processor profiles, as go test -cpuprofile writes them,
// the one that the compiler reads: their sum, without what says when and on
// which machine it was measured.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/pprof/profile"
)

func main() {
	to := flag.String("o", "default.pgo", "the profile to write")
	flag.Usage = func() {
		fmt.Fprintf(flag.CommandLine.Output(), "usage: pgo [-o FILE] PROFILE…\n")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*to, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "pgo:", err)
		os.Exit(1)
	}
}

// run writes the sum of the profiles in the files at from to the file at to.
func run(to string, from []string) error {
	var profiles []*profile.Profile
	for _, path := range from {
		p, err := read(path)
		if err != nil {
			return err
		}
		profiles = append(profiles, p)
	}
	sum, err := profile.Merge(profiles)
	if err != nil {
		return err
	}
	if err := strip(sum); err != nil {
		return err
	}
	var out bytes.Buffer
	if err := sum.Write(&out); err != nil {
		return err
	}
	return os.WriteFile(to, out.Bytes(), 0o644)
}

func read(path string) (*profile.Profile, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() // it was only read
	p, err := profile.Parse(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return p, nil
}

// strip takes out of the profile what the compiler does not read. Paths of this
// machine it refuses: the program was not built with -trimpath.
func strip(p *profile.Profile) error {
	for _, f := range p.Function {
		if filepath.IsAbs(f.Filename) {
			return fmt.Errorf("%s is a path of this machine: build what is measured with -trimpath", f.Filename)
		}
	}
	for _, sample := range p.Sample {
		sample.Label, sample.NumLabel, sample.NumUnit = nil, nil, nil
	}
	for _, m := range p.Mapping {
		m.File, m.BuildID, m.KernelRelocationSymbol = "", "", ""
	}
	for _, l := range p.Location {
		l.Address = 0
	}
	p.TimeNanos, p.DurationNanos, p.Comments = 0, 0, nil
	*p = *p.Compact()
	return p.CheckValid()
}
