package fetch_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bidui/bidui/internal/fetch"
	"github.com/bidui/bidui/internal/secret"
)

// echo answers with the headers of interest.
func echo(names ...string) func(http.ResponseWriter, *http.Request, int) {
	return func(w http.ResponseWriter, r *http.Request, _ int) {
		for _, name := range names {
			say(w, fmt.Sprintf("[%s]", r.Header.Get(name)))
		}
	}
}

func TestCredentialsAreSent(t *testing.T) {
	t.Setenv("BIDUI_TEST_WORD", "hunter2")
	for name, c := range map[string]struct {
		user string
		spec fetch.HTTPSpec
		want string
	}{
		"bearer":   {"", fetch.HTTPSpec{Auth: fetch.HTTPAuth{Bearer: "${env:BIDUI_TEST_WORD}"}}, "[Bearer hunter2][]"},
		"basic":    {"", fetch.HTTPSpec{Auth: fetch.HTTPAuth{Basic: &fetch.Basic{User: "u", Password: "${env:BIDUI_TEST_WORD}"}}}, "[Basic dTpodW50ZXIy][]"},
		"location": {"u:hunter2@", fetch.HTTPSpec{}, "[Basic dTpodW50ZXIy][]"},
		"header":   {"", fetch.HTTPSpec{Headers: map[string]secret.Text{"x-tenant": "${env:BIDUI_TEST_WORD}"}}, "[][hunter2]"},
	} {
		s := newSite(t, echo("Authorization", "X-Tenant"))
		s.URL = strings.Replace(s.URL, "://", "://"+c.user, 1)
		into, err := s.fetch(t, "/a", c.spec)
		if err != nil || into.text() != "a="+c.want+";" {
			t.Errorf("%s: %s, %v", name, into.text(), err)
		}
	}
}

func TestRequestsAreSigned(t *testing.T) {
	t.Setenv("BIDUI_TEST_WORD", "hunter2")
	for path, signed := range map[string]string{
		"/v1/dibao?b=1&a=%E5%B9%B3": "GET\n/v1/dibao?b=1&a=%E5%B9%B3\n1543222800\n",
		"/%E5%B9%B3":                "GET\n/%E5%B9%B3\n1543222800\n",
	} {
		sum := hmac.New(sha256.New, []byte("hunter2"))
		sum.Write([]byte(signed))
		want := "[k1][1543222800][" + hex.EncodeToString(sum.Sum(nil)) + "]"
		for _, c := range []struct {
			auth    fetch.HMAC
			headers []string
		}{
			{fetch.HMAC{}, []string{"X-Key-Id", "X-Timestamp", "X-Signature"}},
			{fetch.HMAC{KeyIDHeader: "App", TimestampHeader: "Time", SignatureHeader: "Sign"}, []string{"App", "Time", "Sign"}},
		} {
			c.auth.KeyID, c.auth.Secret = "k1", "${env:BIDUI_TEST_WORD}"
			s := newSite(t, echo(c.headers...))
			into, err := s.fetch(t, path, fetch.HTTPSpec{Auth: fetch.HTTPAuth{HMAC: &c.auth}})
			if err != nil || !strings.HasSuffix(into.text(), "="+want+";") {
				t.Errorf("%s, want %s, %v", into.text(), want, err)
			}
		}
	}
}

func TestRedirectsStayWhereTheyMay(t *testing.T) {
	t.Setenv("BIDUI_TEST_WORD", "hunter2")
	elsewhere := newSite(t, echo("Authorization", "X-Tenant"))
	for name, c := range map[string]struct {
		to      string
		allowed []string
		want    string // what is received, or what the error says
		fails   bool
	}{
		"same host":         {"/b?x=1", nil, "a=[Bearer hunter2][t];", false},
		"elsewhere":         {elsewhere.URL + "/c?token=1", nil, "redirects to " + elsewhere.URL + "/c: if that is right, name the host", true},
		"elsewhere allowed": {elsewhere.URL + "/c", []string{elsewhere.Listener.Addr().String()}, "a=[][];", false},
		"host allowed":      {elsewhere.URL + "/c", []string{"127.0.0.1"}, "a=[][];", false},
		"in the open":       {"http://example.com/c?token=1", []string{"example.com"}, "redirects elsewhere: http://example.com/c: http:// is for this machine itself", true},
		"weaker":            {strings.Replace(elsewhere.URL, "https", "http", 1), nil, "name the host", true},
		"other scheme":      {"ftp://example.com/c", []string{"example.com"}, "only https:// and sftp://", true},
		"no URL":            {"https://hunter2%zz", nil, "redirects to what is no URL", true},
		"nowhere":           {"", nil, "redirects to what is no URL", true},
		"in a circle":       {"/a", nil, "redirects more than 5 times", true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, func(w http.ResponseWriter, r *http.Request, n int) {
				if r.URL.Path != "/a" {
					echo("Authorization", "X-Tenant")(w, r, n)
					return
				}
				if c.to != "" {
					w.Header().Set("Location", c.to)
				}
				w.WriteHeader([]int{301, 302, 303, 307, 308}[n%5])
			})
			trust(t, s, elsewhere)
			into, err := s.fetch(t, "/a", fetch.HTTPSpec{
				Auth: fetch.HTTPAuth{Bearer: "${env:BIDUI_TEST_WORD}"}, Headers: map[string]secret.Text{"X-Tenant": "t"}, RedirectHosts: c.allowed,
			})
			if c.fails {
				wantError(t, err, false, c.want)
				if strings.Contains(err.Error(), "token") || strings.Contains(err.Error(), "hunter2") {
					t.Errorf("too much is said: %v", err)
				}
			} else if err != nil || into.text() != c.want {
				t.Errorf("%s, %v", into.text(), err)
			}
		})
	}
}

// trust adds the certificate of another site to those that s trusts.
func trust(t *testing.T, s, other *site) {
	t.Helper()
	path := filepath.Join(s.env.Dir, "ca.pem")
	both, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	more, err := os.ReadFile(filepath.Join(other.env.Dir, "ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(both, more...), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestStrangersAreNotTrusted(t *testing.T) {
	s := newSite(t, echo())
	for name, from := range map[string]string{
		"unknown authority": s.URL,
		"other name":        strings.Replace(s.URL, "127.0.0.1", "localhost", 1),
	} {
		spec := fetch.HTTPSpec{}
		if name == "other name" {
			spec.TLS.CA = "ca.pem"
		}
		err := fetch.HTTP(t.Context(), from, spec, s.env, new(received).create)
		wantError(t, err, false, "certificate")
	}
	open := httptest.NewServer(http.NotFoundHandler())
	defer open.Close()
	err := fetch.HTTP(t.Context(), strings.Replace(open.URL, "http", "https", 1), fetch.HTTPSpec{}, s.env, new(received).create)
	wantError(t, err, false, "the server does not speak TLS at this port")
	if s.requests.Load() != 0 || len(s.clock.waits) != 0 {
		t.Errorf("%d requests, waits %v", s.requests.Load(), s.clock.waits)
	}
}

func TestClientsShowTheirCertificate(t *testing.T) {
	cert, key := selfSigned(t)
	s := &site{clock: newClock()}
	s.env = s.clock.env(t.TempDir())
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		say(w, r.TLS.PeerCertificates[0].Subject.CommonName)
	}))
	clients := x509.NewCertPool()
	clients.AppendCertsFromPEM(cert)
	s.Server.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: clients, MaxVersion: tls.VersionTLS12}
	s.StartTLS()
	defer s.Close()
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	for name, content := range map[string][]byte{"ca.pem": authority, "client.pem": cert, "client.key": key} {
		if err := os.WriteFile(filepath.Join(s.env.Dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("BIDUI_TEST_KEY", string(key))
	for _, name := range []secret.Text{"client.key", "${env:BIDUI_TEST_KEY}"} {
		into, err := s.fetch(t, "/a", fetch.HTTPSpec{TLS: fetch.TLSSpec{Cert: "client.pem", Key: name}})
		if err != nil || into.text() != "a=bidui;" {
			t.Errorf("%s: %s, %v", name, into.text(), err)
		}
	}
	_, err := s.fetch(t, "/a", fetch.HTTPSpec{})
	wantError(t, err, false, "remote error: tls: ")
	if len(s.clock.waits) != 0 {
		t.Errorf("waits %v", s.clock.waits)
	}
}

func selfSigned(t *testing.T) (cert, key []byte) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	template.Subject.CommonName = "bidui"
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded})
}

func TestWrongSpecsAreRefusedAtOnce(t *testing.T) {
	t.Setenv("BIDUI_TEST_WORD", "hunter2")
	for name, c := range map[string]struct {
		from, says string
		spec       fetch.HTTPSpec
	}{
		"in the open":      {"http://u:hunter2@10.0.0.5/a?t=hunter2", "http://10.0.0.5/a: http:// is for this machine itself", fetch.HTTPSpec{}},
		"other scheme":     {"ftp://h/a", "only https:// and sftp://", fetch.HTTPSpec{}},
		"no URL":           {"https://u:hunter2%zz@h/a", "no URL", fetch.HTTPSpec{}},
		"slash in secret":  {"https://u:hunter2/x@h/a", "no URL", fetch.HTTPSpec{}},
		"no host":          {"https:///a?t=hunter2", "names no host", fetch.HTTPSpec{}},
		"no such variable": {"https://h/a", "BIDUI_TEST_ABSENT", fetch.HTTPSpec{Auth: fetch.HTTPAuth{Bearer: "${env:BIDUI_TEST_ABSENT}"}}},
		"two ways":         {"https://u:hunter2@h/a", "several ways", fetch.HTTPSpec{Auth: fetch.HTTPAuth{Bearer: "${env:BIDUI_TEST_WORD}"}}},
		"own header":       {"https://h/a", "accept-encoding", fetch.HTTPSpec{Headers: map[string]secret.Text{"accept-encoding": "br"}}},
		"no authority":     {"https://h/a", "tls.ca", fetch.HTTPSpec{TLS: fetch.TLSSpec{CA: "absent.pem"}}},
		"no key file":      {"https://h/a", "tls.key: what ${env:BIDUI_TEST_WORD} refers to is neither PEM nor a file", fetch.HTTPSpec{TLS: fetch.TLSSpec{Cert: "empty.pem", Key: "${env:BIDUI_TEST_WORD}"}}},
		"half a pair":      {"https://h/a", "belong together", fetch.HTTPSpec{TLS: fetch.TLSSpec{Cert: "empty.pem"}}},
		"empty authority":  {"https://h/a", "no certificate in PEM form", fetch.HTTPSpec{TLS: fetch.TLSSpec{CA: "empty.pem"}}},
		"empty pair":       {"https://h/a", "tls.cert and tls.key", fetch.HTTPSpec{TLS: fetch.TLSSpec{Cert: "empty.pem", Key: "empty.pem"}}},
	} {
		t.Run(name, func(t *testing.T) {
			env := newClock().env(t.TempDir())
			if err := os.WriteFile(filepath.Join(env.Dir, "empty.pem"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			err := fetch.HTTP(t.Context(), c.from, c.spec, env, new(received).create)
			wantError(t, err, false, c.says)
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the secret is in %v", err)
			}
		})
	}
}

// TestErrorsKeepSecrets puts secrets wherever they may be, and lets everything go wrong.
func TestErrorsKeepSecrets(t *testing.T) {
	t.Setenv("BIDUI_TEST_WORD", "hunter2")
	closed := httptest.NewTLSServer(http.NotFoundHandler())
	closed.Close()
	answers := []string{
		"HTTP/1.1 404 hunter2\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 500 hunter2\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 301 Moved\r\nLocation: https://elsewhere/?token=hunter2\r\n\r\n", "hunter2\r\n\r\n", "HTTP/1.1 hunter2 x\r\n\r\n",
		"HTTP/1.1 200 OK\r\nhunter2\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: hunter2\r\n\r\n", "",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: hunter2\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhunter2",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhunter2\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[hunter2]",
	}
	for _, pages := range []*fetch.Pages{nil, {Param: "token", Next: "next", Rows: "rows"}} {
		for _, answer := range append(answers, "closed") {
			s := newSite(t, func(w http.ResponseWriter, _ *http.Request, _ int) { raw(t, w, answer) })
			if answer == "closed" {
				s.URL = closed.URL
			}
			if pages == nil && strings.HasSuffix(answer, "[hunter2]") {
				continue // is a file like any other
			}
			s.URL = strings.Replace(s.URL, "://", "://u:hunter2@", 1)
			_, err := s.fetch(t, "/a?token=hunter2#hunter2", fetch.HTTPSpec{
				Headers: map[string]secret.Text{"X-Key": "${env:BIDUI_TEST_WORD}"}, Pages: pages, Attempts: 2,
			})
			if err == nil {
				t.Errorf("%q is accepted", answer)
				continue
			}
			for _, hidden := range []string{"hunter2", "token", "u:", "?"} {
				if strings.Contains(err.Error(), hidden) {
					t.Errorf("%q: %q is in %v", answer, hidden, err)
				}
			}
		}
	}
}
