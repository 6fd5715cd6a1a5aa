package config

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/fetch"
	"github.com/bidui/bidui/internal/secret"
)

func TestLoadReadsEveryKeyOfRemoteFeeds(t *testing.T) {
	file, err := Load("testdata/remote.yaml", known)
	if err != nil {
		t.Fatal(err)
	}
	type remote struct {
		HTTP fetch.HTTPSpec
		SFTP fetch.SFTPSpec
	}
	got := make(map[string]remote)
	for name, feed := range file.Feeds {
		got[name] = remote{feed.HTTP, feed.SFTP}
	}
	want := map[string]remote{
		"households": {},
		"members": {HTTP: fetch.HTTPSpec{
			Auth:          fetch.HTTPAuth{Bearer: "${env:TOKEN}"},
			Headers:       map[string]secret.Text{"X-Tenant": "${file:/run/secrets/tenant}", "Accept-Language": "zh"},
			TLS:           fetch.TLSSpec{CA: "certs/ca.pem", Cert: "certs/client.pem", Key: "${env:CLIENT_KEY}"},
			RedirectHosts: []string{"files.example.gov.cn", "10.0.0.5:8443"},
			Rate:          fetch.Rate{Requests: 60, Per: time.Minute},
			Attempts:      3,
			Timeouts:      fetch.Timeouts{Connect: 5 * time.Second, Header: 2 * time.Minute, Stall: 90 * time.Second, Overall: 3 * time.Hour},
			Pages: &fetch.Pages{
				Param: "page", SizeParam: "pageSize", Size: 500, First: 0, Rows: "data.list", Total: "data.total",
				Expect: map[string]string{"code": "0", "data.ok": "true"}, MaxPages: 2000,
			},
		}},
		"dibao": {HTTP: fetch.HTTPSpec{
			Auth:          fetch.HTTPAuth{Basic: &fetch.Basic{User: "clerk", Password: "${env:PASSWORD}"}},
			RedirectHosts: []string{"localhost"},
			Pages:         &fetch.Pages{Param: "cursor", First: 1, Next: "data.next"},
		}},
		"tekun": {HTTP: fetch.HTTPSpec{
			Auth: fetch.HTTPAuth{HMAC: &fetch.HMAC{
				KeyID: "bidui", Secret: "${env:KEY}", KeyIDHeader: "X-App", TimestampHeader: "X-Time", SignatureHeader: "X-Sign",
			}},
			Pages: &fetch.Pages{Param: "page", First: 1},
			Rate:  fetch.Rate{Requests: 5, Per: time.Second},
		}},
		"water": {SFTP: fetch.SFTPSpec{
			HostKeys:   []string{"SHA256:uNiVztksCsDhcc0u9e8BrrJCSuG8ImIrQy0ZwDvQGd0", "SHA256:AAAAztksCsDhcc0u9e8BrrJCSuG8ImIrQy0ZwDvQGd0="},
			Key:        "keys/id_ed25519",
			Passphrase: "${env:PASSPHRASE}",
			Attempts:   2,
			Timeouts:   fetch.Timeouts{Connect: 5 * time.Second, Stall: 90 * time.Second, Overall: 3 * time.Hour},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestHostsAndPortsMayBeSecrets reads locations whose parts are not known yet.
func TestHostsAndPortsMayBeSecrets(t *testing.T) {
	for _, from := range []string{
		"${env:URL}", "https://${env:HOST}/w", "https://${env:HOST}:${env:PORT}/w?t=${env:T}",
		"sftp://${env:USER}:${env:PASSWORD}@${env:HOST}:${env:PORT}/${env:PATH}", "http://[::1]:80/w", "http://localhost/w",
	} {
		if _, faults := parse([]byte("feeds: {water: {from: '"+from+"'}}"), known, "/etc/bidui"); len(faults) > 0 {
			t.Errorf("%s: %s", from, faults)
		}
	}
}

// TestRemoteFeedsHaveTheKeysOfFetch keeps the keys in step with the specs that they fill.
func TestRemoteFeedsHaveTheKeysOfFetch(t *testing.T) {
	for before, spec := range map[string]reflect.Type{
		"{from: 'https://h/w', http: {%: {}}}":                reflect.TypeFor[fetch.HTTPSpec](),
		"{from: 'https://h/w', http: {auth: {%: {}}}}":        reflect.TypeFor[fetch.HTTPAuth](),
		"{from: 'https://h/w', http: {auth: {basic: {%: }}}}": reflect.TypeFor[fetch.Basic](),
		"{from: 'https://h/w', http: {auth: {hmac: {%: }}}}":  reflect.TypeFor[fetch.HMAC](),
		"{from: 'https://h/w', http: {tls: {%: }}}":           reflect.TypeFor[fetch.TLSSpec](),
		"{from: 'https://h/w', http: {pages: {%: }}}":         reflect.TypeFor[fetch.Pages](),
		"{from: 'https://h/w', http: {timeouts: {%: }}}":      reflect.TypeFor[fetch.Timeouts](),
		"{from: 'sftp://u@h/w', sftp: {%: {}}}":               reflect.TypeFor[fetch.SFTPSpec](),
	} {
		for field := range spec.Fields() {
			key := field.Tag.Get("yaml")
			_, faults := parse([]byte("feeds: {water: "+strings.ReplaceAll(before, "%", key)+"}"), known, "/etc/bidui")
			if key == "" || strings.Contains(faults.Error(), "an unknown key") {
				t.Errorf("%s.%s: %s", spec.Name(), field.Name, faults)
			}
		}
	}
}
