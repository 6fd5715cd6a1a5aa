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
