package source_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/internal/table"
)

func TestZZCPU(t *testing.T) {
	runtime.LockOSThread()
	cpu := func() time.Duration {
		var ru syscall.Rusage
		syscall.Getrusage(1, &ru)
		return time.Duration(ru.Utime.Nano() + ru.Stime.Nano())
	}
	plain := roster(9_000_000)
	path := filepath.Join(t.TempDir(), "members.csv")
	os.WriteFile(path, plain, 0o600)
	n := len(plain)
	plain = nil
	var batch table.Batch
	for range 6 {
		start, w := cpu(), time.Now()
		feed, _ := source.Open(t.Context(), source.Spec{From: "members.csv"}, source.Env{Dir: filepath.Dir(path)})
		feed.Next(t.Context())
		rows := 0
		for {
			err := feed.Read(t.Context(), &batch)
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			rows += len(batch.Rows)
		}
		d := cpu() - start
		fmt.Printf("%d rows %d MB cpu %v (%.2f s/GB) wall %v\n", rows, n>>20, d, d.Seconds()/(float64(n)/1e9), time.Since(w))
	}
}
