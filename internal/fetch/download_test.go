package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bidui/bidui/internal/fetch"
)

func zipped(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestDownloadsArriveWhole(t *testing.T) {
	long := strings.Repeat("430599,张三\n", 50_000)
	for name, answer := range map[string]string{
		"length":      fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(long), long),
		"chunks":      fmt.Sprintf("Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", len(long), long),
		"compression": fmt.Sprintf("Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", len(zipped(t, long)), zipped(t, long)),
		"its trailer": "Content-Encoding: gzip\r\nConnection: close\r\n\r\n" + zipped(t, long),
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, func(w http.ResponseWriter, _ *http.Request, _ int) { raw(t, w, "HTTP/1.1 200 OK\r\n"+answer) })
			into, err := s.fetch(t, "/out/dibao.csv?month=2018-10", fetch.HTTPSpec{})
			if err != nil {
				t.Fatal(err)
			}
			if into.text() != "dibao.csv="+long+";" {
				t.Errorf("%d bytes arrived as %q", len(into.text()), into.names)
			}
		})
	}
}

func TestFilesAreCalledWhatTheServerCallsThem(t *testing.T) {
	for disposition, want := range map[string]string{
		"":                                       "下载.csv",
		`attachment; filename="dibao201710.csv"`: "dibao201710.csv",
		`attachment; filename*=UTF-8''%E4%BD%8E%E4%BF%9D201710.xlsx`:  "低保201710.xlsx",
		`attachment; filename="../../etc/passwd"`:                     "passwd",
		`attachment; filename="C:\\out\\a.csv"`:                       "a.csv",
		`attachment; filename=".."`:                                   "下载.csv",
		`attachment; filename*=UTF-8''a%0D%0Ab%E2%80%AE%3Ac%3F.csv`:   "abc.csv",
		`attachment; filename=`:                                       "下载.csv",
		`inline`:                                                      "下载.csv",
		`attachment; filename="` + strings.Repeat("x", 300) + `.csv"`: strings.Repeat("x", 116) + ".csv",
	} {
		s := newSite(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.Header().Set("Content-Disposition", disposition)
			say(w, "x")
		})
		into, err := s.fetch(t, "/a/%E4%B8%8B%E8%BD%BD.csv", fetch.HTTPSpec{})
		if err != nil || into.text() != want+"=x;" {
			t.Errorf("%s: %q, %v", disposition, into.text(), err)
		}
	}
}

func TestCutOffDownloadsAreIncomplete(t *testing.T) {
	whole := zipped(t, strings.Repeat("430599\n", 1000))
	spoilt := []byte(whole)
	spoilt[len(spoilt)-6] ^= 1 // of the checksum
	for name, c := range map[string]struct {
		answer, says string
		requests     int64
	}{
		"short of its length": {"200 OK\r\nContent-Length: 100\r\n\r\nhalf", "after 4 bytes: the answer was cut off", 3},
		"no last chunk":       {"200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", "after 4 bytes: the answer was cut off", 3},
		"within a chunk":      {"200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\nhalf", "after 4 bytes: the answer was cut off", 3},
		"spoilt chunk":        {"200 OK\r\nTransfer-Encoding: chunked\r\n\r\n张三\r\nhalf", "the answer was cut off", 3},
		"cut compression":     {"200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n" + whole[:len(whole)-9], "the answer was cut off", 3},
		"wrong checksum":      {fmt.Sprintf("200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", len(spoilt), spoilt), "gzip: invalid checksum", 3},
		"no end":              {"200 OK\r\nConnection: close\r\n\r\nhalf", "neither how long its answer is nor where it ends", 1},
		"unasked encoding":    {"200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx", "a Content-Encoding that was not asked for", 1},
		"a part":              {"206 Partial Content\r\nContent-Length: 1\r\n\r\nx", "206 Partial Content, which is not the whole of it", 1},
		"nothing":             {"204 No Content\r\n\r\n", "204 No Content", 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, func(w http.ResponseWriter, _ *http.Request, _ int) { raw(t, w, "HTTP/1.1 "+c.answer) })
			_, err := s.fetch(t, "/a.csv", fetch.HTTPSpec{Attempts: 3})
			wantError(t, err, true, s.URL+"/a.csv: ", c.says)
			if got := s.requests.Load(); got != c.requests {
				t.Errorf("%d requests instead of %d", got, c.requests)
			}
			if err != nil && strings.Contains(err.Error(), "张三") {
				t.Errorf("the answer is quoted: %v", err)
			}
		})
	}
}

func TestCutOffDownloadsAreFetchedAnewAsTheSameFile(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request, n int) {
		raw(t, w, fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename=%d.csv\r\nContent-Length: 6\r\n\r\n%s", n, "aabbcc"[:2*n]))
	})
	into, err := s.fetch(t, "/a.csv", fetch.HTTPSpec{})
	if err != nil || into.text() != "1.csv=aabbcc;" {
		t.Errorf("%q, %v", into.text(), err)
	}
	if len(s.clock.waits) != 2 || s.clock.waits[0] > 1500*time.Millisecond || s.clock.waits[1] < time.Second {
		t.Errorf("waits %v", s.clock.waits)
	}
}

func TestStatuses(t *testing.T) {
	for status, requests := range map[int]int64{
		400: 1, 401: 1, 403: 1, 404: 1, 408: 1, 410: 1, 304: 1, 429: 6, 500: 6, 502: 6, 503: 6,
	} {
		s := newSite(t, func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(status) })
		_, err := s.fetch(t, "/a.csv", fetch.HTTPSpec{})
		wantError(t, err, false, fmt.Sprintf("the server answers %d %s", status, http.StatusText(status)))
		if got := s.requests.Load(); got != requests {
			t.Errorf("%d: %d requests instead of %d", status, got, requests)
		}
	}
}

func TestBusyServersSayHowLongToWait(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"90":                            90 * time.Second,
		"Mon, 26 Nov 2018 09:02:00 GMT": 2 * time.Minute,
		"86400":                         10 * time.Minute,
		"Tue, 27 Nov 2018 09:00:00 GMT": 10 * time.Minute,
		"Sun, 25 Nov 2018 09:00:00 GMT": 0,
		"soon":                          0,
		"-5":                            0,
	} {
		s := newSite(t, func(w http.ResponseWriter, _ *http.Request, n int) {
			if n == 1 {
				w.Header().Set("Retry-After", header)
				w.WriteHeader([]int{http.StatusTooManyRequests, http.StatusServiceUnavailable}[len(header)%2])
				return
			}
			say(w, "x")
		})
		into, err := s.fetch(t, "/a.csv", fetch.HTTPSpec{})
		if err != nil || into.text() != "a.csv=x;" {
			t.Errorf("%q, %v", into.text(), err)
		}
		least, most := want, want
		if want == 0 { // its own first wait
			least, most = 500*time.Millisecond, 1500*time.Millisecond
		}
		if len(s.clock.waits) != 1 || s.clock.waits[0] < least || s.clock.waits[0] > most {
			t.Errorf("%s: waits %v", header, s.clock.waits)
		}
	}
}

func TestWaitsGrow(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(http.StatusBadGateway) })
	_, err := s.fetch(t, "/a.csv", fetch.HTTPSpec{Attempts: 12})
	wantError(t, err, false, "502 Bad Gateway", "the last of 12 attempts")
	for i, wait := range s.clock.waits {
		middle := min(time.Second<<i, time.Minute)
		if wait < middle/2 || wait > middle*3/2 {
			t.Errorf("wait %d is %s", i+1, wait)
		}
	}
	if len(s.clock.waits) != 11 {
		t.Errorf("%d waits", len(s.clock.waits))
	}
}

func TestWritingFailsForGood(t *testing.T) {
	full := errors.New("the disk is full")
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request, _ int) { say(w, `["x"]`) })
	for _, pages := range []*fetch.Pages{nil, {Param: "page"}} {
		spec := fetch.HTTPSpec{TLS: fetch.TLSSpec{CA: "ca.pem"}, Pages: pages}
		for _, create := range []fetch.Create{
			(&received{refuse: full}).create,
			func(string) (io.Writer, error) { return nil, full },
		} {
			before := s.requests.Load()
			err := fetch.HTTP(t.Context(), s.URL+"/a", spec, s.env, create)
			wantError(t, err, false, "the disk is full")
			if !errors.Is(err, full) || s.requests.Load() > before+1 {
				t.Errorf("%d requests more: %v", s.requests.Load()-before, err)
			}
		}
	}
}

func TestSilentServersAreGivenUp(t *testing.T) {
	silent := func(w http.ResponseWriter, r *http.Request, n int) {
		switch {
		case r.URL.Path == "/stall":
			say(w, "half")
			w.(http.Flusher).Flush()
			fallthrough
		case r.URL.Path == "/header" || n < 3:
			<-r.Context().Done()
		}
	}
	for path, c := range map[string]struct {
		timeouts fetch.Timeouts
		says     string
	}{
		"/stall":  {fetch.Timeouts{Stall: 20 * time.Millisecond}, "the server sent nothing for 20ms"},
		"/header": {fetch.Timeouts{Header: 20 * time.Millisecond}, "timeout awaiting response headers"},
	} {
		s := newSite(t, silent)
		_, err := s.fetch(t, path, fetch.HTTPSpec{Timeouts: c.timeouts, Attempts: 2})
		wantError(t, err, false, c.says, "the last of 2 attempts")
		var timeout interface{ Timeout() bool }
		if !errors.As(err, &timeout) || !timeout.Timeout() {
			t.Errorf("no timeout: %v", err)
		}
	}
	s := newSite(t, silent)
	_, err := s.fetch(t, "/stall", fetch.HTTPSpec{Timeouts: fetch.Timeouts{Overall: 50 * time.Millisecond}})
	wantError(t, err, false, "it was not done after trying for 50ms")
	if got := s.requests.Load(); got > 1 {
		t.Errorf("%d requests", got)
	}
}

func TestCancellingEndsIt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := newSite(t, func(_ http.ResponseWriter, r *http.Request, _ int) {
		cancel()
		<-r.Context().Done()
	})
	err := fetch.HTTP(ctx, s.URL, fetch.HTTPSpec{TLS: fetch.TLSSpec{CA: "ca.pem"}}, s.env, new(received).create)
	wantError(t, err, false)
	if !errors.Is(err, context.Canceled) || s.requests.Load() != 1 {
		t.Errorf("%d requests: %v", s.requests.Load(), err)
	}
}

func TestRequestsKeepToTheirRate(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		say(w, fmt.Sprintf(`{"total":4,"rows":[%q]}`, r.URL.Query().Get("page")))
	})
	_, err := s.fetch(t, "/", fetch.HTTPSpec{
		Rate:  fetch.Rate{Requests: 30, Per: time.Minute},
		Pages: &fetch.Pages{Param: "page", Rows: "rows", Total: "total"},
	})
	if want := slices.Repeat([]time.Duration{2 * time.Second}, 3); err != nil || !slices.Equal(s.clock.waits, want) {
		t.Errorf("waits %v, %v", s.clock.waits, err)
	}
}
