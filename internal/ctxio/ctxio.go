// Package ctxio makes reading end with a context, and errors tell of its end.
package ctxio

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// CutShort has an error that came of the end of ctx say so. A database driver
// closes the connection then, and what is asked of it next may find it only gone.
func CutShort(ctx context.Context, err error) error {
	cause := context.Cause(ctx)
	if err == nil || cause == nil || errors.Is(err, cause) {
		return err
	}
	return fmt.Errorf("%w (%w)", cause, err)
}

// Reader reads from src until ctx ends, then fails with the context's cause.
func Reader(ctx context.Context, src io.Reader) io.Reader { return reader{ctx, src} }

type reader struct {
	ctx context.Context
	src io.Reader
}

// Read is io.Reader.
func (r reader) Read(p []byte) (int, error) {
	if r.ctx.Err() != nil {
		return 0, context.Cause(r.ctx)
	}
	return r.src.Read(p)
}
