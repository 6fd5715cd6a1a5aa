package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/mysqldsn"
)

func (a *app) backupCommand() *cobra.Command {
	var force bool
	c := &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the ledger to a file",
		Long: `Backup copies a SQLite ledger, as it stands at one moment, to a file that only its
owner can read; runs and the service go on meanwhile. The copy takes its name when
it is whole, sound, and has as many rows as the ledger. Copying bidui.db with cp
instead can lose what stands in the log beside it.

Of a ledger in MySQL, MariaDB or TiDB it says the command that does the same.
The snapshots of inputs (snapshots.dir) are plain files: copy them as such.`,
		Example: `  bidui backup /srv/backup/bidui-$(date +%F).db
  bidui backup --force /srv/backup/bidui.db`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.backup(c.Context(), args[0], force) },
	}
	c.Flags().BoolVar(&force, "force", false, "replace the file if it exists")
	return c
}

func (a *app) backup(ctx context.Context, path string, force bool) error {
	store, err := a.storeAddress()
	if err != nil {
		return err
	}
	if err := a.spare(path); err != nil {
		return err
	}
	kept, err := ledger.Backup(ctx, store, path, force)
	switch {
	case errors.Is(err, ledger.ErrNotFile):
		return usageError{byDump(store, func(client string) string {
			return fmt.Sprintf("mariadb-dump --single-transaction --hex-blob --default-character-set=utf8mb4 %s > %s", client, quoted(path))
		})}
	case errors.Is(err, fs.ErrExist):
		return usageError{fmt.Errorf("%w; --force replaces it", err)}
	case err != nil:
		return err
	}
	return a.copied("backed up to "+path, kept)
}

func (a *app) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a copy of the ledger in its place",
		Long: `Restore puts a file that backup wrote in the place of a SQLite ledger, after it has
checked that the file is whole, sound and not of a newer version. It refuses while
a job is under way, or another process has the ledger open: stop the service first.
The former ledger stays beside the new one, as bidui.db.before-restore-DATE-TIME.

Of a ledger in MySQL, MariaDB or TiDB it says the command that does the same.`,
		Example: `  systemctl stop bidui && bidui restore /srv/backup/bidui-2018-10-15.db`,
		Args:    cobra.ExactArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return a.restore(c.Context(), args[0]) },
	}
}

func (a *app) restore(ctx context.Context, path string) error {
	store, err := a.storeAddress()
	if err != nil {
		return err
	}
	former, kept, err := ledger.Restore(ctx, store, path, a.now)
	switch {
	case errors.Is(err, ledger.ErrNotFile):
		return usageError{byDump(store, func(client string) string {
			return fmt.Sprintf("mariadb --default-character-set=utf8mb4 %s < %s", client, quoted(path))
		})}
	case err != nil:
		return err
	}
	if former != "" {
		out := &printer{to: a.stdout}
		out.printf("the former ledger is kept as %s\n", former)
		if out.err != nil {
			return out.err
		}
	}
	return a.copied("restored from "+path, kept)
}

// storeAddress is the configured store with its secrets.
func (a *app) storeAddress() (string, error) {
	file, err := a.load()
	if err != nil {
		return "", err
	}
	store, err := storeOf(file)
	if err != nil {
		return "", usageError{err}
	}
	return store, nil
}

// copied says what a copy holds.
func (a *app) copied(what string, c ledger.Copy) error {
	out := &printer{to: a.stdout}
	out.printf("%s: %d runs, %d discrepancies, %d events, %d bytes\n",
		what, c.Rows["runs"], c.Rows["discrepancies"], c.Rows["discrepancy_events"], c.Bytes)
	return out.err
}

// byDump says how a database is copied by its own means. The client asks for
// the password.
func byDump(store string, command func(client string) string) error {
	config, err := mysqldsn.Parse(store)
	if err != nil {
		return err
	}
	where := "--socket=" + quoted(config.Addr)
	if host, port, err := net.SplitHostPort(config.Addr); err == nil && config.Net == "tcp" {
		where = "--host=" + quoted(host) + " --port=" + quoted(port)
	}
	client := fmt.Sprintf("%s --user=%s --password %s", where, quoted(config.User), quoted(config.DBName))
	return fmt.Errorf("%w; its own tool does it (of MySQL the same without “mariadb-”: mysqldump, mysql; of TiDB: tiup dumpling and tidb-lightning):\n  %s",
		ledger.ErrNotFile, command(client))
}

// quoted is text as a shell reads it as one word.
func quoted(text string) string {
	plain := func(r rune) bool {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("/._-:@%+", r)
	}
	if text != "" && strings.TrimFunc(text, plain) == "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
