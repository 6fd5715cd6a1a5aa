package main

import (
	"io"

	"github.com/bidui/bidui/internal/report"
	"github.com/bidui/bidui/jobs"
)

// printMonths prints what has arrived of the monthly rolls, and which area names
// of any feed stand for several codes.
func printMonths(w io.Writer, lang report.Language, checks []jobs.FeedCheck) error {
	for _, c := range checks {
		if c.Months != nil {
			if err := lang.WriteMonths(w, monthsOf(c)); err != nil {
				return err
			}
		}
	}
	for _, c := range checks {
		if len(c.Names) > 0 {
			if err := lang.WriteShared(w, c.Feed, sharedOf(c)); err != nil {
				return err
			}
		}
	}
	return nil
}

func monthsOf(c jobs.FeedCheck) report.Months {
	m := report.Months{Feed: c.Feed, Window: c.Months.Window}
	for _, county := range c.Months.Counties {
		m.Counties = append(m.Counties, report.CountyMonths{
			County: county.County, Rows: county.Rows, Other: county.Other, Missing: county.Missing(c.Months.Window),
		})
	}
	return m
}

func sharedOf(c jobs.FeedCheck) []report.Shared {
	shared := make([]report.Shared, len(c.Names))
	for i, names := range c.Names {
		shared[i] = report.Shared{Names: names.Names, Codes: names.Codes, Rows: names.Rows}
	}
	return shared
}
