package fetch

import (
	"context"
	"fmt"
	"io"
	"time"
)

// timeout is the error of waiting too long for something.
type timeout struct {
	what string
	took time.Duration
}

func (t timeout) Error() string { return fmt.Sprintf("%s for %s", t.what, t.took) }

// Timeout says what net.Error says of such errors.
func (t timeout) Timeout() bool { return true }

// within bounds all that is done for one location.
func within(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, limit, timeout{"it was not done after trying", limit})
}

// watched reads a stream that is given up when it brings no byte for too long.
// Only waiting for the other side counts, not what is done between two reads.
type watched struct {
	stream io.Reader
	stall  time.Duration
	give   context.CancelCauseFunc // up, which must end the stream
}

func (w *watched) Read(p []byte) (int, error) {
	patience := time.AfterFunc(w.stall, func() { w.give(stalled(w.stall)) })
	defer patience.Stop()
	return w.stream.Read(p)
}

func stalled(after time.Duration) error {
	return passing{error: timeout{"the server sent nothing", after}}
}
