package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// steady is how far the slowest round may be from the fastest, as a ratio, for
// the median to be believed.
const steady = 1.4

// report prints the table. The error names contenders that failed; a target that
// is not met is none.
func report(out io.Writer, wanted []target, samples map[string]*sample, members int) error {
	var rows strings.Builder
	rows.WriteString("target\tours\tpeer\tratio\tbound\tspread\t\n")
	var failed []error
	for _, t := range wanted {
		for _, r := range t.rows {
			line, err := r.line(samples, members)
			switch {
			case errors.Is(err, errAbsent):
				line = "\t\t\t\t\tnot measured: " + firstOf(err)
			case err != nil:
				line = "\t\t\t\t\tnot met: " + firstOf(err)
				failed = append(failed, err)
			}
			name := fmt.Sprintf("%s, %s", r.what, r.ours)
			if r.peer != "" {
				name += " / " + r.peer
			}
			fmt.Fprintf(&rows, "   %s\t%s\n", name, line)
		}
	}
	lines, err := aligned(rows.String())
	if err != nil {
		return err
	}
	text := lines[:1:1]
	lines = lines[1:]
	for _, t := range wanted {
		text = append(text, fmt.Sprintf("%s  %s\n", t.number, t.text))
		text = append(text, lines[:len(t.rows)]...)
		lines = lines[len(t.rows):]
	}
	_, err = io.WriteString(out, strings.Join(text, ""))
	return errors.Join(append([]error{err}, failed...)...)
}

// aligned is the lines of a table whose cells end in tabs, one below the other.
func aligned(rows string) ([]string, error) {
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	_, err := io.WriteString(table, rows)
	err = errors.Join(err, table.Flush())
	return slices.Collect(strings.Lines(b.String())), err
}

func firstOf(err error) string {
	text, _, _ := strings.Cut(err.Error(), "\n")
	return text
}

// line is the row's cells behind its name.
func (r row) line(samples map[string]*sample, members int) (string, error) {
	ours, spread, err := samples[r.ours].median(r.what)
	if err != nil {
		return "", fmt.Errorf("%s: %w", r.ours, err)
	}
	bound := r.bound + r.perMember*r.times*float64(members)/(1<<20)
	value, theirs, ratio, limit := ours, "", "", r.what.format(bound)
	if r.peer != "" {
		n, other, err := samples[r.peer].median(r.what)
		if err != nil {
			return "", fmt.Errorf("%s: %w", r.peer, err)
		}
		spread = max(spread, other)
		value = ours / n
		theirs, ratio, limit = r.what.format(n), fmt.Sprintf("%.2f", value), fmt.Sprintf("%.2f", bound)
	}
	verdict := "met"
	if value > bound {
		verdict = "not met"
	}
	if spread >= steady {
		verdict += ", unsteady"
	}
	return strings.Join([]string{r.what.format(ours), theirs, ratio, limit, fmt.Sprintf("%.2f", spread), verdict}, "\t"), nil
}

// median is the value in the middle of all rounds, and how many times the
// fastest the slowest is.
func (s *sample) median(of what) (value, spread float64, err error) {
	if s.err != nil {
		return 0, 0, s.err
	}
	if len(s.rounds) == 0 {
		return 0, 0, fmt.Errorf("%w: no round was finished", errAbsent)
	}
	var all []float64
	for _, m := range s.rounds {
		all = append(all, [...]float64{wall: m.wall, cpu: m.cpu, peak: m.peak}[of])
	}
	slices.Sort(all)
	middle := len(all) / 2
	value = all[middle]
	if len(all)%2 == 0 {
		value = (all[middle-1] + all[middle]) / 2
	}
	return value, all[len(all)-1] / all[0], nil
}

// String is what is measured.
func (w what) String() string { return [...]string{wall: "wall", cpu: "CPU", peak: "peak memory"}[w] }

// format is a value with its unit.
func (w what) format(value float64) string {
	if w == peak {
		return fmt.Sprintf("%.0f MiB", value)
	}
	return fmt.Sprintf("%.2f s", value)
}
