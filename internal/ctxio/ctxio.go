// Package ctxio makes reading end with a context.
package ctxio

import (
	"context"
	"io"
)

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
