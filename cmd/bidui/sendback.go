package main

import (
	"context"
	"fmt"
	"os"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/report"
	"github.com/bidui/bidui/jobs"
)

// sendBack writes a letter to each agency whose feeds have rejects, and says
// which on the standard output.
func (a *app) sendBack(ctx context.Context, l *ledger.Ledger, filter ledger.RejectFilter, dir string) error {
	feeds, err := l.RejectedFeeds(ctx, filter)
	if err != nil {
		return err
	}
	if len(feeds) == 0 {
		_, err := report.Language(a.lang).WriteRejectTable(a.stdout, l.Rejects(ctx, filter)) // which says so
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the directory of --send-back: %w", err)
	}
	book := report.RejectBook{Schemas: jobs.Schemas}
	for _, letter := range book.Corrections(feeds) {
		err := a.writeInto(dir, letter.FileName(), func(out *outFile) (int, error) {
			return letter.WriteXLSX(out, rejectsOf(ctx, l, letter.Feeds, filter.Location))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// rejectsOf is the rejects of some feeds, feed by feed.
func rejectsOf(ctx context.Context, l *ledger.Ledger, feeds []ledger.RejectedFeed, location string) report.Rejects {
	return func(yield func(ledger.RejectRow, error) bool) {
		for _, f := range feeds {
			filter := ledger.RejectFilter{Feeds: []string{f.Read.Feed}, Run: f.Read.Run, Location: location}
			for r, err := range l.Rejects(ctx, filter) {
				if !yield(r, err) || err != nil {
					return
				}
			}
		}
	}
}
