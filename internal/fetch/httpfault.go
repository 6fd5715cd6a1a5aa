package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"time"
)

// final is an error of a request that another attempt would meet again.
type final struct{ error }

func (f final) Unwrap() error { return f.error }

// transportFault is why no answer came, as an error that may pass unless it
// lies in certificates, in where the server sends us, or in our own haste.
func transportFault(ctx context.Context, err error) error {
	var ours final
	var trust *tls.CertificateVerificationError
	var network *net.OpError
	var plain tls.RecordHeaderError
	switch {
	case context.Cause(ctx) != nil:
		return context.Cause(ctx)
	case errors.As(err, &ours):
		return err
	case errors.As(err, &plain):
		return errors.New("the server does not speak TLS at this port")
	case errors.As(err, &trust), errors.As(err, &network) && network.Op == "remote error": // an alert of TLS: it does not trust us
		return reworded{withoutQuotes(err), err}
	case errors.Is(err, io.EOF):
		return passing{error: reworded{"the server closed the connection without an answer", err}}
	case errors.As(err, new(textproto.ProtocolError)), strings.Contains(err.Error(), "malformed"):
		return passing{error: reworded{"the server's answer is not HTTP", err}}
	}
	return passing{error: reworded{withoutQuotes(err), err}}
}

// bodyFault is why an answer that had begun did not come to its end.
func bodyFault(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	text := "the answer was cut off"
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		text += " (" + withoutQuotes(err) + ")"
	}
	return passing{error: incomplete{reworded{text, err}}}
}

// reworded is an error whose own text might quote what no error should.
type reworded struct {
	text string
	err  error
}

func (r reworded) Error() string { return r.text }

func (r reworded) Unwrap() error { return r.err }

// withoutQuotes is the text of an error less what it quotes of an answer, a
// header or a proxy's address.
func withoutQuotes(err error) string {
	text := err.Error()
	first, last := strings.IndexByte(text, '"'), strings.LastIndexByte(text, '"')
	if first == last {
		return text
	}
	return text[:first] + "…" + text[last+1:]
}

// retryAfter is how long a server asks to wait: so many seconds, or until a time.
func retryAfter(text string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseUint(strings.TrimSpace(text), 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if until, err := http.ParseTime(text); err == nil {
		return max(0, until.Sub(now))
	}
	return 0
}

// pour copies a body into a file and counts the bytes. Only what the body says
// may pass; an error of the file does not.
func pour(into io.Writer, from io.Reader) (int64, error) {
	var done int64
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			if _, failed := into.Write(buffer[:n]); failed != nil {
				return done, final{fmt.Errorf("write what was received: %w", failed)}
			}
			done += int64(n)
		}
		if err == io.EOF {
			return done, nil
		}
		if err != nil {
			return done, err
		}
	}
}
