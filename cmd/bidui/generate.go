package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/internal/synth"
)

func (a *app) generateCommand() *cobra.Command {
	var (
		dir string
		g   generation
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
take 15 GB.`,
		Example: `  bidui generate county -o /tmp/county
  bidui run --config /tmp/county/bidui.yaml
  bidui generate province --members 28000000 --differing 0.25 -o /tmp/large`,
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"county", "province", "sample"},
		RunE: func(c *cobra.Command, args []string) error {
			g.differs = c.Flags().Changed("differing")
			return a.generate(c.Context(), args[0], dir, g)
		},
	}
	c.Flags().StringVarP(&dir, "output", "o", "", "write into `DIR` (required)")
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
	members   int // 0: as planned
	differs   bool
	differing float64 // where it differs
}

// of is the plan that departs from p.
func (g generation) of(p synth.Plan) (synth.Plan, error) {
	if g.members < 0 {
		return p, usageError{fmt.Errorf("--members %d: want a number of people", g.members)}
	}
	if g.members > 0 {
		p = p.Of(g.members)
	}
	if g.differs {
		p.Differing = g.differing
	}
	p.Seed, p.Shuffle = g.seed, g.shuffle
	return p, nil
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
