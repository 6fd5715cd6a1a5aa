// Command peers measures bidui against others who do the same job: DuckDB,
// SQLite's shell, MariaDB and excelize. It generates the feeds, proves that every
// peer finds the same rows, lets all run in turn, round by round, and prints
// medians and ratios beside the bounds that are meant.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
)

// options is what the command line says.
type options struct {
	root    string // of the tree
	cache   string // what is fetched and built once
	data    string // what is generated once
	targets []string
	rounds  int
	members int // of the province
	rows    int // of the workbooks
	mysql   string
	list    bool
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) == 3 && args[0] == "compare" { // in a process of its own, see bench.prove
		return compare(out, args[1], args[2])
	}
	o, err := parse(args)
	if err != nil {
		return err
	}
	if o.list {
		for _, t := range targets() {
			if _, err := fmt.Fprintf(out, "%3s  %s\n", t.number, t.text); err != nil {
				return err
			}
		}
		return nil
	}
	b, err := newBench(ctx, o, out)
	if err != nil {
		return err
	}
	samples, err := b.run(ctx)
	if err := errors.Join(err, b.close(context.WithoutCancel(ctx))); err != nil {
		return err
	}
	return report(out, b.wanted, samples, o.members)
}

func parse(args []string) (options, error) {
	var o options
	var targets string
	flags := flag.NewFlagSet("peers", flag.ContinueOnError)
	flags.StringVar(&o.root, "root", "../..", "the tree")
	flags.StringVar(&o.cache, "cache", "", "what is fetched and built is kept in this directory (default: .cache/peers of the tree)")
	flags.StringVar(&o.data, "data", "", "feeds are generated once, into this directory (default: data in the cache)")
	flags.StringVar(&targets, "targets", "", "numbers of targets, with blanks or commas between them (default: all)")
	flags.IntVar(&o.rounds, "rounds", 5, "how often everything runs")
	flags.IntVar(&o.members, "members", 7_000_000, "members of the province")
	flags.IntVar(&o.rows, "rows", 300_000, "rows of the workbooks")
	flags.StringVar(&o.mysql, "mysql", os.Getenv("BIDUI_TEST_MYSQL"), "a MariaDB server in which databases may be made and dropped, as mysql://root@127.0.0.1:3306/")
	flags.BoolVar(&o.list, "list", false, "list the targets")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("what is %q? There are flags only", flags.Arg(0))
	}
	if o.rounds < 1 || o.members < 1000 || o.rows < 1 {
		return o, errors.New("-rounds and -rows want one at least, -members a thousand")
	}
	o.targets = strings.FieldsFunc(targets, func(r rune) bool { return r == ' ' || r == ',' })
	return o, o.absolute()
}

// absolute fills in the directories and makes them independent of where a
// process is started.
func (o *options) absolute() error {
	if o.cache == "" {
		o.cache = filepath.Join(o.root, ".cache", "peers")
	}
	if o.data == "" {
		o.data = filepath.Join(o.cache, "data")
	}
	for _, dir := range []*string{&o.root, &o.cache, &o.data} {
		path, err := filepath.Abs(*dir)
		if err != nil {
			return err
		}
		*dir = path
	}
	return nil
}
