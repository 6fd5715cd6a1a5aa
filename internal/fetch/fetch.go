// Package fetch brings files from other machines, whole or not at all: over
// HTTPS, as plain downloads or page by page from an interface that answers in
// JSON, and over SFTP. What arrives is held against what the other side says of
// it: lengths, checksums of compression, counts of rows, times of change. It
// knows nothing of what is in a file, except of the pages that it has to count.
package fetch

import (
	"context"
	"errors"
	"io"
	"time"
)

// Create begins a file of that name, as a person would name it: what follows
// the last fixed directory of an SFTP glob, which may hold slashes, or the name
// that an HTTP server gives. It is no path to write to. A name that is begun
// again is begun anew: what was written of it before is thrown away.
type Create func(name string) (io.Writer, error)

// Env is what a spec does not say and depends on where and when it is used.
type Env struct {
	Dir   string                                           // what relative paths of certificates and keys are relative to
	Now   func() time.Time                                 // nil: the system's clock
	Sleep func(ctx context.Context, d time.Duration) error // nil: waits; ends early with the error of ctx
}

func (e Env) now() time.Time {
	if e.Now == nil {
		return time.Now()
	}
	return e.Now()
}

func (e Env) sleep(ctx context.Context, d time.Duration) error {
	if e.Sleep != nil {
		return e.Sleep(ctx, d)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// ErrIncomplete is, for errors.Is, every error of something that was received
// and is not what it should be: cut off, of another length or number of rows
// than was said, the same page again, no JSON, changed while it was read. What
// was not received at all is none of these: no connection, no right, no answer
// in time.
var ErrIncomplete = errors.New("what was received is incomplete")

// incomplete is an error that is an ErrIncomplete, and reads as it did before.
type incomplete struct{ error }

func (i incomplete) Unwrap() error { return i.error }

func (i incomplete) Is(target error) bool { return target == ErrIncomplete }
