package ledger

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A process is killed while it records. The next takes over at once, from the
// ledger as it was.
func TestKilledProcess(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			l := mustOpen(t, store, Options{LeaseTTL: time.Hour})
			s, o := oneNight()
			run(t, l, s, o)
			before := dump(t, l, contents()...)
			runs := int64(1)
			for _, after := range []int64{20, 60, 100} {
				command := exec.Command(os.Args[0])
				command.Env = append(os.Environ(), childStore+"="+fmt.Sprint(after)+" "+store)
				output, err := command.CombinedOutput()
				var exit *exec.ExitError
				if !errors.As(err, &exit) || exit.ExitCode() != -1 {
					t.Fatalf("the child was not killed: %v: %s", err, output)
				}
				runs++
				if diff := cmp.Diff(before, dump(t, l, contents()...)); diff != "" {
					t.Fatalf("killed at %d: %s", after, diff)
				}
			}
			r := mustBegin(t, l, s)
			if r.ID() != runs+1 {
				t.Errorf("run %d, want %d", r.ID(), runs+1)
			}
			interruptedRuns, err := l.Runs(t.Context(), RunFilter{Status: Failed})
			if err != nil || len(interruptedRuns) != 3 || interruptedRuns[0].Error != interrupted || interruptedRuns[0].FinishedAt.IsZero() {
				t.Errorf("interrupted runs: %+v, %v", interruptedRuns, err)
			}
			if tally, err := r.Record(t.Context(), another()); err != nil || tally.Counts != (Counts{Opened: 1, Changed: 1, Resolved: 1, Unresolved: 3}) {
				t.Errorf("%+v, %v", tally.Counts, err)
			}
		})
	}
}
