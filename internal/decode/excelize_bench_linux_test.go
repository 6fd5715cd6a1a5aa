package decode_test

import (
	"bytes"
	"flag"
	"io"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/bidui/bidui/internal/decode"
	"github.com/bidui/bidui/internal/table"
)

// benchmarkRows is how many rows of 15 cells a workbook has; a large county's
// registry has 300,000.
var benchmarkRows = flag.Int("rows", 30_000, "rows of the workbooks that benchmarks read")

// BenchmarkWorkbook is ours.
func BenchmarkWorkbook(b *testing.B) {
	for name, shared := range map[string]bool{"shared": true, "inline": false} {
		b.Run(name, func(b *testing.B) {
			benchmarkBook(b, shared, func(content []byte) int {
				decoder, err := decode.Open(in(content), decode.Options{})
				if err != nil {
					b.Fatal(err)
				}
				if _, err := decoder.Next(b.Context()); err != nil {
					b.Fatal(err)
				}
				var batch table.Batch
				rows := 0
				for err = nil; err == nil; err = decoder.Read(b.Context(), &batch) {
					rows += len(batch.Rows)
				}
				if err != io.EOF {
					b.Fatal(err)
				}
				if err := decoder.Close(); err != nil {
					b.Fatal(err)
				}
				return rows
			})
		})
	}
}

// BenchmarkExcelizeIterator is excelize on the same workbooks, for comparison.
func BenchmarkExcelizeIterator(b *testing.B) {
	for name, shared := range map[string]bool{"shared": true, "inline": false} {
		b.Run(name, func(b *testing.B) {
			benchmarkBook(b, shared, func(content []byte) int {
				f, err := excelize.OpenReader(bytes.NewReader(content))
				if err != nil {
					b.Fatal(err)
				}
				iterator, err := f.Rows("Sheet1")
				if err != nil {
					b.Fatal(err)
				}
				rows := 0
				for ; iterator.Next(); rows++ {
					if _, err := iterator.Columns(); err != nil {
						b.Fatal(err)
					}
				}
				if err := iterator.Close(); err != nil {
					b.Fatal(err)
				}
				if err := f.Close(); err != nil {
					b.Fatal(err)
				}
				return rows
			})
		})
	}
}

// benchmarkBook reads a workbook again and again. It reports rows a second, the
// seconds that cores worked for one reading, the collector's too, and how much
// memory was in use at most, the file itself left out.
func benchmarkBook(b *testing.B, shared bool, read func(content []byte) (rows int)) {
	content := streamRoster(b, *benchmarkRows, shared)
	memory := watchMemory()
	worked := cpuTime(b)
	b.ReportAllocs()
	for b.Loop() {
		if rows := read(content); rows < *benchmarkRows {
			b.Fatalf("%d rows", rows)
		}
	}
	b.ReportMetric(float64(b.N**benchmarkRows)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric((cpuTime(b)-worked)/float64(b.N), "cpu-s/op")
	b.ReportMetric(float64(memory())/(1<<20), "peak-MiB")
}

// cpuTime is how many seconds the process has worked.
func cpuTime(b *testing.B) float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
}

// watchMemory looks every few milliseconds how much memory is in use, until the
// peak is asked for: that beyond what was in use at first.
func watchMemory() (peak func() uint64) {
	inUse := func() uint64 {
		samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
		metrics.Read(samples)
		return samples[0].Value.Uint64() - samples[1].Value.Uint64()
	}
	debug.FreeOSMemory()
	first, most, done := inUse(), uint64(0), make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() {
		for tick := time.NewTicker(5 * time.Millisecond); ; {
			select {
			case <-tick.C:
				most = max(most, inUse())
			case <-done:
				tick.Stop()
				return
			}
		}
	})
	return func() uint64 {
		close(done)
		watching.Wait()
		return most - min(first, most)
	}
}
