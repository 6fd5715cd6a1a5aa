package main

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"github.com/bidui/bidui/config"
	"github.com/bidui/bidui/internal/doctor"
	"github.com/bidui/bidui/internal/ledger"
)

// checkMachine prints what of clocks, disks, files and database will make
// trouble. It is a warning: what is wrong already shows by itself.
func (a *app) checkMachine(ctx context.Context, out *printer, file *config.File, l *ledger.Ledger) error {
	patient := doctor.Patient{Ledger: l, Location: file.Timezone, Local: time.Local, Now: a.now}
	store, err := storeOf(file)
	if err != nil {
		return err
	}
	if path, ok := strings.CutPrefix(store, "sqlite:"); ok {
		patient.LedgerFile = path
	}
	if file.Snapshots.Days > 0 {
		patient.Snapshots = snapshotDir(file)
	}
	for _, feed := range file.Feeds {
		if from := string(feed.From); !strings.Contains(from, "://") && !strings.Contains(from, "${") {
			inputs, err := filepath.Glob(file.Path(from))
			if err == nil { // a bad pattern is the feed's own fault
				patient.Inputs = append(patient.Inputs, inputs...)
			}
		}
	}
	warnings, err := doctor.Examine(ctx, patient)
	for _, warning := range warnings {
		out.plainf("warning        %s\n", warning)
	}
	return err
}
