package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/internal/synth"
)

func (a *app) generateCommand() *cobra.Command {
	var (
		dir   string
		force bool
		g     generation
	)
	c := &cobra.Command{
		Use:   "generate county|province|sample",
		Short: "Write a synthetic registry and rosters",
		Long: `Generate writes people that do not exist, with ID numbers that were never assigned,
and everything that the jobs compare, with discrepancies planted:
  county    60 thousand members, CSV
  province  7 million members, 2.2 million households, CSV (about 1 GB)
  sample    the bundled sample county, in the shapes in which such files arrive
county and province write a configuration beside the files. --members makes them
larger or smaller, households and rosters in proportion: 100 million, a nation,
take 15 GB. Files that are there already are replaced with --force only.`,
		Example: `  bidui generate county -o /tmp/county
  bidui run --config /tmp/county/bidui.yaml
  bidui generate province --members 28000000 --differing 0.25 -o /tmp/large`,
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"county", "province", "sample"},
		RunE: func(c *cobra.Command, args []string) error {
			changed := c.Flags().Changed
			g.seeded, g.sized, g.differs = changed("seed"), changed("members"), changed("differing")
			if err := g.check(args[0]); err != nil {
				return err
			}
			if err := fresh(dir, args[0], force); err != nil {
				return err
			}
			return a.generate(c.Context(), args[0], dir, g)
		},
	}
	c.Flags().StringVarP(&dir, "output", "o", "", "write into `DIR` (required)")
	c.Flags().BoolVar(&force, "force", false, "replace files that are there already")
	c.Flags().Uint64Var(&g.seed, "seed", 1, "another seed gives other people")
	c.Flags().BoolVar(&g.shuffle, "shuffle", false, "write the members in no order of households")
	c.Flags().IntVar(&g.members, "members", 0, "`NUMBER` of members, instead of the county's or province's")
	c.Flags().Float64Var(&g.differing, "differing", 0, "`SHARE` of the households with a discrepancy planted, from 0 to 1 (default 0.02)")
	return c
}

// generation is in what a county or province departs from its plan.
type generation struct {
	seed      uint64
	shuffle   bool
	seeded    bool
	sized     bool
	members   int // where it is sized
	differs   bool
	differing float64 // where it differs
}

// of is the plan that departs from p.
func (g generation) of(p synth.Plan) (synth.Plan, error) {
	if g.sized {
		p = p.Of(g.members)
	}
	if g.differs {
		p.Differing = g.differing
	}
	p.Seed, p.Shuffle = g.seed, g.shuffle
	if err := p.Check(); err != nil {
		return p, usageError{err}
	}
	return p, nil
}

// check finds flags that say what cannot be, or would go unheeded.
func (g generation) check(shape string) error {
	const most = 1_000_000_000 // whatever else is possible
	switch {
	case shape == "sample" && (g.sized || g.differs || g.shuffle || g.seeded):
		return usageError{errors.New("the sample is always the same: leave --members, --differing, --shuffle and --seed out")}
	case g.sized && (g.members < synth.FewestMembers || g.members > most):
		return usageError{fmt.Errorf("--members %d: want a number of people, from %d to %d", g.members, synth.FewestMembers, most)}
	case g.differs && !(g.differing >= 0 && g.differing <= 1):
		return usageError{fmt.Errorf("--differing %v: want a share of the households, from 0 to 1", g.differing)}
	}
	return nil
}

// fresh is a usage error where a file is there already that would be written.
func fresh(dir, shape string, force bool) error {
	names, err := synth.Names(), error(nil)
	if shape == "sample" {
		names, err = synth.SampleNames()
	}
	if err != nil || force || dir == "" {
		return err
	}
	for _, name := range names {
		path := filepath.Join(dir, name)
		if _, err := os.Lstat(path); err == nil {
			return usageError{fmt.Errorf("%s: %w; --force replaces it and what else is written beside it", path, fs.ErrExist)}
		}
	}
	return nil
}

func (a *app) generate(ctx context.Context, shape, dir string, g generation) error {
	if dir == "" {
		return usageError{fmt.Errorf("say where to: --output DIR")}
	}
	if shape == "sample" {
		return synth.WriteSample(ctx, dir)
	}
	plan := synth.County()
	if shape == "province" {
		plan = synth.Province()
	}
	plan, err := g.of(plan)
	if err != nil {
		return err
	}
	bars := newProgress(a.stderr)
	defer bars.Close()
	var done, total atomic.Int64
	bars.Start("generate", func() (int64, int64) { return done.Load(), total.Load() })
	summary, err := synth.WriteCSV(ctx, dir, plan, func(d, t int64) { done.Store(d); total.Store(t) })
	if err != nil {
		return err
	}
	bars.Done("generate")
	out := &printer{to: a.stdout}
	for _, f := range summary.Files {
		out.printf("%-16s %10d rows %12d bytes\n", f.Name, f.Rows, f.Bytes)
	}
	var planted []string
	for _, kind := range slices.Sorted(maps.Keys(summary.Planted)) {
		planted = append(planted, fmt.Sprintf("%s %d", kind, summary.Planted[kind]))
	}
	out.printf("planted: %s\n", strings.Join(planted, ", "))
	return out.err
}
