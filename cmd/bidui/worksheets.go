package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/bidui/bidui/config"
	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/report"
)

// exportWorksheets writes a worksheet for each part of the chosen discrepancies,
// and says which on the standard output.
func (a *app) exportWorksheets(ctx context.Context, f *filterFlags, e exportFlags) error {
	filter, err := a.filter(f)
	if err != nil {
		return err
	}
	file, err := a.load()
	if err != nil {
		return err
	}
	write := func(l *ledger.Ledger) error { return a.writeWorksheets(ctx, l, filter, e, file) }
	if e.Unmask {
		return a.changeUnmasked(ctx, filter, write)
	}
	return a.view(ctx, write)
}

func (a *app) writeWorksheets(ctx context.Context, l *ledger.Ledger, filter ledger.Filter, e exportFlags, file *config.File) error {
	leads, err := l.Leads(ctx, filter)
	if err != nil {
		return err
	}
	if len(leads) == 0 {
		_, err := report.Language(a.lang).WriteList(a.stdout, l.Discrepancies(ctx, filter)) // which says so
		return err
	}
	occasions, err := occasionsOf(ctx, l, leads, file)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(e.output, 0o700); err != nil {
		return fmt.Errorf("make the directory of --output: %w", err)
	}
	for _, sheet := range report.Worksheets(leads, report.Level(e.split)) {
		sheet.Jobs, sheet.Unmask, sheet.On = occasions, e.Unmask, a.now()
		err := a.writeInto(e.output, sheet.FileName(), func(out *outFile) (int, error) { return sheet.WriteXLSX(out) })
		if err != nil {
			return err
		}
	}
	return nil
}

// occasionsOf finds the last good run of each job that leads are of.
func occasionsOf(ctx context.Context, l *ledger.Ledger, leads []ledger.Lead, file *config.File) (map[string]report.Occasion, error) {
	occasions := map[string]report.Occasion{}
	for i := range leads {
		job := leads[i].Job
		if _, known := occasions[job]; known {
			continue
		}
		runs, err := l.Runs(ctx, ledger.RunFilter{Job: job, Status: ledger.Succeeded, Limit: 1})
		if err != nil {
			return nil, err
		}
		for _, run := range runs { // one
			occasions[job] = report.Occasion{Run: run.ID, AsOf: run.AsOf, Deadline: file.Jobs[job].Deadline.Date}
		}
	}
	return occasions, nil
}

// checkSplit checks the flags of an export in parts.
func (e exportFlags) checkSplit(formatGiven bool) error {
	if err := choice("split", e.split, string(report.ByCounty), string(report.ByTown), string(report.ByVillage)); err != nil {
		return err
	}
	switch {
	case formatGiven && e.format != "xlsx":
		return usageError{errors.New("--split writes workbooks: leave --format out")}
	case e.BOM:
		return usageError{errors.New("--bom is for CSV; --split writes workbooks")}
	case e.output == "-":
		return usageError{errors.New("--split writes a file for each part: name their directory with --output")}
	}
	return nil
}
