package fetch

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"
)

// TestSlowStreamsAreNotStalled reads a stream that brings a byte just in time,
// again and again, and then one that does not.
func TestSlowStreamsAreNotStalled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, give := context.WithCancelCause(t.Context())
		from, into := io.Pipe()
		context.AfterFunc(ctx, func() { _ = into.CloseWithError(context.Cause(ctx)) })
		go func() {
			for range 100 {
				time.Sleep(59 * time.Second)
				if _, err := into.Write([]byte("x")); err != nil {
					t.Error(err)
				}
			}
		}()
		stream := &watched{from, time.Minute, give}
		begin := time.Now()
		text, err := io.ReadAll(stream)
		if len(text) != 100 || time.Since(begin) != 100*59*time.Second+time.Minute {
			t.Errorf("%d bytes in %s", len(text), time.Since(begin))
		}
		var late timeout
		if !errors.As(err, &late) || late.took != time.Minute || !errors.As(err, new(passing)) {
			t.Errorf("not stalled: %v", err)
		}
	})
}

// TestTimeSpentElsewhereIsNoStall takes longer over what it read than the server may take.
func TestTimeSpentElsewhereIsNoStall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, give := context.WithCancelCause(t.Context())
		stream := &watched{strings.NewReader("xy"), time.Minute, give}
		for range 2 {
			if _, err := stream.Read(make([]byte, 1)); err != nil {
				t.Error(err)
			}
			time.Sleep(time.Hour)
		}
		if err := context.Cause(ctx); err != nil {
			t.Error(err)
		}
		give(nil)
	})
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, done := within(t.Context(), time.Minute)
		defer done()
		begin := time.Now()
		if err := (Env{}).sleep(ctx, 59*time.Second); err != nil || time.Since(begin) != 59*time.Second {
			t.Errorf("%v after %s", err, time.Since(begin))
		}
		err := repeat(ctx, 6, Env{}, func() error { return passing{errors.New("busy"), 5 * time.Minute} })
		if err == nil || err.Error() != "busy (before the next attempt: it was not done after trying for 1m0s)" || time.Since(begin) != time.Minute {
			t.Errorf("%v after %s", err, time.Since(begin))
		}
	})
}

func TestCheck(t *testing.T) {
	for from, says := range map[string]string{
		"https://h/a?b": "", "http://localhost:1/a": "", "http://127.8.9.1/a": "", "http://[::1]/a": "", "sftp://u:p@h:22/a/*.csv": "", "sftp://u@h/~/a": "",
		"http://h/a": "write https://", "http://localhost.example.com/a": "write https://", "ftp://h/a": "only https://", "//h/a": "only https://",
		"sftp://h/a": "no user", "sftp://u@h/": "no file", "sftp:///a": "no host", "https://u:p%zz@h/": "no URL", "https://h:port/": "no URL",
	} {
		err := Check(from)
		if (err == nil) != (says == "") || err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", from, err)
		}
	}
}

func FuzzReadPage(f *testing.F) {
	for _, text := range []string{
		`{"code":0,"data":{"total":3,"list":[1,2],"next":"a"}}`, `{"code":"0","data":{"total":"3","list":null,"next":7}}`,
		`[]`, `{"data":{"total":1e3,"list":[]}}`, `{"data":null}`, "\xff", `{"code":0,"data":{"total":1,"list":[`,
	} {
		f.Add([]byte(text))
	}
	spec := Pages{Rows: "data.list", Total: "data.total", Next: "data.next", Expect: map[string]string{"code": "0"}}
	f.Fuzz(func(t *testing.T, text []byte) {
		page, err := readPage(text, spec)
		switch {
		case err == nil && (page.rows < 0 || page.total < 0 || !utf8.Valid(text)):
			t.Errorf("%q is taken for %+v", text, page)
		case err != nil && strings.Contains(err.Error(), "\n"):
			t.Errorf("more than one line: %v", err)
		}
	})
}

func FuzzPlainName(f *testing.F) {
	for _, name := range []string{"a.csv", "../x", `C:\a\b.xlsx`, "\x00\n", "低保.xlsx", "..", strings.Repeat("x", 200)} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		plain := plainName(name)
		hidden := func(c rune) bool { return !unicode.IsPrint(c) }
		if strings.ContainsAny(plain, `/\`) || strings.HasPrefix(plain, ".") || strings.ContainsFunc(plain, hidden) || utf8.RuneCountInString(plain) > longestName {
			t.Errorf("%q becomes %q", name, plain)
		}
	})
}

func FuzzCheck(f *testing.F) {
	f.Add(byte(0), "", "a.csv")
	f.Add(byte(1), "%zz", "?x#y")
	f.Add(byte(2), "/x?y#", "a@b/*.csv")
	f.Fuzz(func(t *testing.T, scheme byte, more, path string) {
		const secret = "hunter2"
		from := []string{"https", "http", "sftp", "ftp"}[scheme%4] + "://u:" + secret + more + "@h/" + path
		if strings.Count(from, secret) > 1 {
			return
		}
		if err := Check(from); err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("%q: %v", from, err)
		}
	})
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("90")
	f.Add("Mon, 26 Nov 2018 09:02:00 GMT")
	f.Fuzz(func(t *testing.T, text string) {
		if wait := retryAfter(text, time.Unix(0, 0)); wait < 0 {
			t.Errorf("%q: %s", text, wait)
		}
	})
}
