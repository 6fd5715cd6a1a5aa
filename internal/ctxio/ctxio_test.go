package ctxio_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/bidui/bidui/internal/ctxio"
)

func TestReaderReadsAll(t *testing.T) {
	if err := iotest.TestReader(ctxio.Reader(t.Context(), strings.NewReader("张三,430599")), []byte("张三,430599")); err != nil {
		t.Error(err)
	}
}

func TestReaderEndsWithItsContext(t *testing.T) {
	enough := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	r := ctxio.Reader(ctx, strings.NewReader("ab"))
	if _, err := r.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	cancel(enough)
	if n, err := io.Copy(io.Discard, r); n != 0 || !errors.Is(err, enough) {
		t.Errorf("read %d more, %v", n, err)
	}
}

func TestCutShort(t *testing.T) {
	enough, gone := errors.New("enough"), errors.New("bad connection")
	for _, test := range []struct {
		ended bool
		cause error
		err   error
		want  string
	}{
		{false, nil, gone, "bad connection"},
		{true, nil, gone, "context canceled (bad connection)"},
		{true, enough, gone, "enough (bad connection)"},
		{true, nil, context.Canceled, "context canceled"},
		{true, enough, context.Canceled, "enough (context canceled)"},
		{true, enough, enough, "enough"},
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		if test.ended {
			cancel(test.cause)
		}
		err := ctxio.CutShort(ctx, test.err)
		if err.Error() != test.want || !errors.Is(err, test.err) || test.ended && !errors.Is(err, context.Cause(ctx)) {
			t.Errorf("got %v, want %s", err, test.want)
		}
		if err := ctxio.CutShort(ctx, nil); err != nil {
			t.Errorf("from nothing came %v", err)
		}
		cancel(nil)
	}
}
