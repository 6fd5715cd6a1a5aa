// Package doctor looks at what a ledger lives on: the clocks, the disks, who may
// read the files, and the settings of the database. What it finds fails nothing
// by itself; each warning says what to do.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bidui/bidui/internal/ledger"
)

// Warning is something that will go wrong sooner or later.
type Warning struct {
	About  string // clock, time zone, disk, files, database
	Found  string
	Advice string
}

// String is the warning on one line.
func (w Warning) String() string { return w.About + ": " + w.Found + "; " + w.Advice }

// Patient is what is looked at.
type Patient struct {
	Ledger     *ledger.Ledger
	LedgerFile string         // absolute; empty where the ledger is in a database
	Snapshots  string         // the directory, absolute; empty where none are kept
	Inputs     []string       // files that feeds are read from
	Location   *time.Location // in which schedules are kept
	Local      *time.Location // that of this machine
	Now        func() time.Time
}

// Examine looks at everything, and says what is not as it should be.
func Examine(ctx context.Context, p Patient) ([]Warning, error) {
	server, err := p.Ledger.Server(ctx)
	if err != nil {
		return nil, err
	}
	runs, err := p.Ledger.Runs(ctx, ledger.RunFilter{Limit: 1})
	if err != nil {
		return nil, err
	}
	var found []Warning
	found = append(found, clocks(p.Now(), server, runs)...)
	found = append(found, zone(p)...)
	files, filesErr := future(p.Now(), p.Inputs)
	disks, disksErr := room(p)
	modes, modesErr := exposed(p)
	if server != nil {
		found = append(found, settings(server.Settings)...)
	}
	return append(append(append(found, files...), disks...), modes...), errors.Join(filesErr, disksErr, modesErr)
}

// drift is how far two clocks may be apart.
const drift = 5 * time.Second

// clocks compares the clock of this machine with that of the database server,
// and with when the newest run began.
func clocks(now time.Time, server *ledger.Server, runs []ledger.RunRow) (found []Warning) {
	const advice = "set the clocks by NTP (timedatectl set-ntp true)"
	if server != nil {
		if apart := now.Sub(server.Now).Round(time.Second); apart.Abs() > drift {
			found = append(found, Warning{"clock", fmt.Sprintf("this machine is %s %s the database server", apart.Abs(), aheadOf(apart)), advice})
		}
	}
	if len(runs) > 0 && runs[0].StartedAt.After(now.Add(drift)) {
		found = append(found, Warning{"clock", fmt.Sprintf("run %d began at %s, which is yet to come: the clock went back",
			runs[0].ID, runs[0].StartedAt.UTC().Format(time.RFC3339)), advice})
	}
	return found
}

func aheadOf(apart time.Duration) string {
	if apart > 0 {
		return "ahead of"
	}
	return "behind"
}

// zone compares the time zone of schedules and dates with that of the machine.
func zone(p Patient) []Warning {
	now := p.Now()
	_, ours := now.In(p.Location).Zone()
	_, theirs := now.In(p.Local).Zone()
	if ours == theirs {
		return nil
	}
	return []Warning{{
		"time zone", fmt.Sprintf("schedules and dates are those of %s, and this machine's clock shows %s", p.Location, now.In(p.Local).Format("-07:00")),
		"read cron, systemd timers and logs with that in mind, or set the machine's zone (timedatectl set-timezone " + p.Location.String() + ")",
	}}
}
