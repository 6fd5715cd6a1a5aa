package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// contender is one way to do a job: ours, or a peer's.
type contender struct {
	name    string
	prepare func(context.Context, *bench) error
	run     func(context.Context, *bench) (measure, error)
}

// errAbsent is a contender that cannot take part yet.
var errAbsent = errors.New("not there")

// contenders lists all of them in the order in which they take turns.
func contenders() []contender {
	province := (*bench).province
	sized := func(times float64) func(*bench) dataset {
		return func(b *bench) dataset { return dataset{shape: "province", members: int(float64(b.members) * times)} }
	}
	county := func(*bench) dataset { return dataset{shape: "county"} }
	return []contender{
		ours("dry", province, true, nil, "--dry-run"),
		peer("duckdb", ".csv", province, duckdbPeer),
		ours("ledger", province, true, nil),
		ours("again", province, false, nil),
		ours("forced", province, false, nil, "--force"),
		ours("one worker", province, true, []string{"GOMAXPROCS=1"}, "--dry-run"),
		ours("two workers", province, true, []string{"GOMAXPROCS=2"}, "--dry-run"),
		ours("shuffled", func(b *bench) dataset { d := b.province(); d.shuffled = true; return d }, true, nil, "--dry-run"),
		ours("many findings", func(b *bench) dataset { d := b.province(); d.differing = "0.25"; return d }, true, nil),
		ours("a quarter", sized(0.25), true, nil, "--dry-run"),
		ours("fourfold", sized(4), true, nil, "--dry-run"),
		ours("county", county, true, nil),
		peer("sqlite", ".csv", county, sqlitePeer),
		fromDatabase(),
		peer("mariadb", ".tsv", province, mariadbPeer),
		inLittleMemory(),
		benchmark("our XLSX", "internal/decode", "^BenchmarkWorkbook$/^shared$"),
		benchmark("excelize", "internal/decode", "^BenchmarkExcelizeIterator$/^shared$"),
		benchmark("our XLS", "internal/xls", "^BenchmarkRead$"),
	}
}

// ours runs bidui on feeds; anew, with no ledger and nothing kept of former
// runs, or once more after the contender before it.
func ours(name string, data func(*bench) dataset, anew bool, env []string, flags ...string) contender {
	var feeds string
	directory := name
	if !anew {
		directory = "ledger"
	}
	return contender{
		name: name,
		prepare: func(ctx context.Context, b *bench) (err error) {
			feeds, err = b.generate(ctx, data(b))
			return err
		},
		run: func(ctx context.Context, b *bench) (measure, error) {
			if len(flags) == 1 && flags[0] == "--force" && !b.forced {
				return measure{}, fmt.Errorf("%w: bidui run has no --force", errAbsent)
			}
			if anew {
				if err := configure(b.dir(directory), feeds, nil); err != nil {
					return measure{}, err
				}
			}
			p := runs(b.bidui, b.dir(directory), flags...)
			p.env = env
			return p.measured(ctx)
		},
	}
}

// peer runs SQL, once it was shown to find what bidui finds.
func peer(name, suffix string, data func(*bench) dataset, job func(ctx context.Context, b *bench, feeds, out string) (program, error)) contender {
	var p program
	return contender{
		name: name,
		prepare: func(ctx context.Context, b *bench) error {
			feeds, err := b.generate(ctx, data(b))
			if err != nil {
				return err
			}
			out := b.dir(name + suffix)
			if p, err = job(ctx, b, feeds, out); err != nil {
				return err
			}
			return b.prove(ctx, feeds, p, out)
		},
		run: func(ctx context.Context, b *bench) (measure, error) {
			if err := os.RemoveAll(b.dir(name + suffix)); err != nil {
				return measure{}, err
			}
			return p.measured(ctx)
		},
	}
}

func duckdbPeer(ctx context.Context, b *bench, feeds, out string) (program, error) {
	if err := need("node", "npm"); err != nil {
		return program{}, err
	}
	dir := filepath.Join(b.cache, "duckdb")
	if err := installDuckDB(ctx, dir); err != nil {
		return program{}, err
	}
	return duckdb(dir, feeds, out)
}

func sqlitePeer(_ context.Context, _ *bench, feeds, out string) (program, error) {
	if err := need("sqlite3"); err != nil {
		return program{}, err
	}
	return sqlite(feeds, out)
}

func mariadbPeer(ctx context.Context, b *bench, feeds, out string) (program, error) {
	if err := b.registry(ctx, feeds); err != nil {
		return program{}, err
	}
	return b.mariadb.job(feeds, out)
}

// registry puts the registry into MariaDB, once.
func (b *bench) registry(ctx context.Context, feeds string) error {
	if b.mariadb != nil {
		return nil
	}
	if err := need("mariadb"); err != nil {
		return err
	}
	s, err := newServer(ctx, b.mysql)
	if err != nil {
		return err
	}
	b.mariadb = s
	return s.registry(ctx, feeds)
}

// fromDatabase is bidui with a registry that lies in MariaDB.
func fromDatabase() contender {
	var feeds string
	return contender{
		name: "from mariadb",
		prepare: func(ctx context.Context, b *bench) (err error) {
			if feeds, err = b.generate(ctx, b.province()); err != nil {
				return err
			}
			return b.registry(ctx, feeds)
		},
		run: func(ctx context.Context, b *bench) (measure, error) {
			queries, err := b.mariadb.feeds(feeds)
			if err != nil {
				return measure{}, err
			}
			if err := configure(b.dir("from mariadb"), feeds, queries); err != nil {
				return measure{}, err
			}
			return runs(b.bidui, b.dir("from mariadb")).measured(ctx)
		},
	}
}

// benchmark is one of the tree's own benchmarks, which measures itself.
func benchmark(name, pkg, pattern string) contender {
	program := func(b *bench) string { return filepath.Join(b.scratch, filepath.Base(pkg)+".test") }
	return contender{
		name: name,
		prepare: func(ctx context.Context, b *bench) error {
			return buildTest(ctx, b.root, pkg, program(b))
		},
		run: func(ctx context.Context, b *bench) (measure, error) {
			args := []string{program(b), "-test.run", "^$", "-test.benchtime", "1x", "-test.bench", pattern}
			if pkg == "internal/decode" {
				args = append(args, "-rows", fmt.Sprint(b.rows))
			}
			return itself(ctx, filepath.Join(b.root, pkg), args)
		},
	}
}

// metric finds what a benchmark reports: a number and its unit.
var metric = regexp.MustCompile(`([0-9.e+]+) (ns/op|cpu-s/op|peak-MiB)`)
