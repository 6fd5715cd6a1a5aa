// Command bidui (比对) brings a poverty registry into line with what other
// agencies know: it matches their rosters to the registry's members and
// households, and keeps a ledger of what is unresolved.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // Asia/Shanghai on machines without a zone database, such as Windows

	"github.com/inconshreveable/mousetrap"
	"github.com/spf13/cobra"

	"github.com/bidui/bidui/internal/heap"
)

func main() {
	if os.Getenv("GOGC") == "" {
		heap.Tight(collectAt, leastGarbage)
	}
	os.Exit(run(os.Args[1:]))
}

// By how much the heap may grow between collections.
const (
	collectAt    = 3        // percent
	leastGarbage = 40 << 20 // bytes: a county's run is collected a few times only
)

// run is main without the exit, so that tests can call it in their own process.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	cobra.MousetrapHelpText = "" // ours is in Chinese, and waits
	a := &app{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now,
		ownWindow: mousetrap.StartedByExplorer(), chineseSystem: chineseSystem(),
	}
	return a.run(ctx, args)
}
