package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/internal/ledger"
)

func (a *app) migrateCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "migrate status|up",
		Short: "Show or bring up to date the version of the ledger's tables",
		Long: `Migrate shows which changes of the ledger's tables were applied, and applies those
that are missing. A run does so by itself when it opens a ledger of an older
version, unless the configuration says migrate: manual; then, or before an upgrade,
an administrator runs migrate up. Each change can be applied twice, so that an
interrupted migrate up is run again. There is no way back but a backup.`,
		Example: `  bidui migrate status
  bidui backup /srv/backup/bidui.db && bidui migrate up`,
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"status", "up"},
		RunE: func(c *cobra.Command, args []string) error {
			if args[0] == "up" {
				return a.migrateUp(c.Context())
			}
			return a.migrateStatus(c.Context())
		},
	}
	return c
}

func (a *app) migrateUp(ctx context.Context) error {
	store, err := a.storeAddress()
	if err != nil {
		return err
	}
	l, err := ledger.Open(ctx, store, ledger.Options{Now: a.now})
	if err != nil {
		return err
	}
	if err := l.Close(); err != nil {
		return err
	}
	return a.migrateStatus(ctx)
}

func (a *app) migrateStatus(ctx context.Context) error {
	file, err := a.load()
	if err != nil {
		return err
	}
	store, err := storeOf(file)
	if err != nil {
		return usageError{err}
	}
	all, err := ledger.Migrations(ctx, store)
	if err != nil {
		return err
	}
	out := &printer{to: a.stdout}
	out.printf("%s: %s\n", file.Store, versionOf(all))
	for _, m := range all {
		state := "pending"
		switch {
		case !m.Known:
			state = "applied by a newer version"
		case m.Applied:
			state = "applied " + m.At.In(file.Timezone).Format(time.DateTime)
		}
		out.printf("%s\n", strings.TrimRight(fmt.Sprintf("%5d  %-24s %s", m.Number, m.Name, state), " "))
	}
	if slices.ContainsFunc(all, func(m ledger.Migration) bool { return !m.Known }) {
		return errors.Join(out.err, ledger.ErrNewer)
	}
	return out.err
}

// versionOf says how the tables stand to those of this version.
func versionOf(all []ledger.Migration) string {
	var version, needed int64
	pending := 0
	for _, m := range all {
		switch {
		case m.Applied:
			version = m.Number
		default:
			pending++
		}
		if m.Known {
			needed = m.Number
		}
	}
	switch {
	case version == 0:
		return fmt.Sprintf("no ledger yet; this bidui makes version %d", needed)
	case pending > 0:
		return fmt.Sprintf("version %d, %d pending; this bidui needs version %d", version, pending, needed)
	case version > needed:
		return fmt.Sprintf("version %d, and this bidui knows version %d", version, needed)
	}
	return fmt.Sprintf("version %d, up to date", version)
}
