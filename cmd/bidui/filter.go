package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
)

// filterFlags choose discrepancies.
type filterFlags struct {
	job, kind, area, status, severity string
}

func (f *filterFlags) register(flags *pflag.FlagSet) {
	f.registerChoice(flags)
	flags.StringVar(&f.status, "status", "open", "open, resolved, waived or all")
}

// registerChoice registers what does not choose by status.
func (f *filterFlags) registerChoice(flags *pflag.FlagSet) {
	flags.StringVar(&f.job, "job", "", "only this `JOB`")
	flags.StringVar(&f.kind, "kind", "", "only this `KIND`, such as dibao_unmarked")
	flags.StringVar(&f.area, "area", "", "only this area: `CODE|NAME` of a county, town or village")
	flags.StringVar(&f.severity, "severity", "", "only this severity: info, low, medium, high or critical")
}

// chooses says whether some flag does, but for the status.
func (f *filterFlags) chooses() bool {
	return f.job != "" || f.kind != "" || f.area != "" || f.severity != ""
}

// filter checks the flags and says what they choose. Where they choose an area
// it reads the configuration for what the area is called now.
func (a *app) filter(f *filterFlags) (ledger.Filter, error) {
	filter, err := f.filter()
	if err != nil || f.area == "" {
		return filter, err
	}
	file, err := a.load()
	if err != nil {
		return filter, err
	}
	filter.Scope = file.Areas.Scope(f.area)
	return filter, nil
}

// filter checks the flags and says what they choose, but for the area.
func (f *filterFlags) filter() (ledger.Filter, error) {
	filter := ledger.Filter{Job: f.job, Kind: f.kind, Status: f.status, Severity: f.severity}
	if f.status == "all" {
		filter.Status = ""
	}
	if f.job != "" {
		if err := choice("job", f.job, jobNames()...); err != nil {
			return filter, err
		}
	}
	if f.kind != "" {
		if _, ok := rules.KindNamed(f.kind); !ok {
			return filter, usageError{fmt.Errorf("--kind %q: the kinds are %s", f.kind, strings.Join(kindNames(), ", "))}
		}
	}
	if f.severity != "" {
		if _, ok := rules.ParseSeverity(f.severity); !ok {
			return filter, choice("severity", f.severity, "info", "low", "medium", "high", "critical")
		}
	}
	return filter, choice("status", f.status, ledger.StatusOpen, ledger.StatusResolved, ledger.StatusWaived, "all")
}

func jobNames() []string {
	var names []string
	for _, job := range rules.Jobs {
		names = append(names, job.Name)
	}
	return names
}

func kindNames() []string {
	var names []string
	for _, kind := range rules.Kinds {
		names = append(names, kind.Name)
	}
	slices.Sort(names)
	return names
}
