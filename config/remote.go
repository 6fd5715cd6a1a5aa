package config

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bidui/bidui/internal/fetch"
	"github.com/bidui/bidui/internal/secret"
)

// http reads how a feed is fetched over HTTPS:
//
//	auth:           one of bearer (a token), basic (user, password) and hmac (see fetch.HMAC)
//	headers:        name → value
//	tls:            ca, cert, key: PEM files, or references to their text
//	redirect_hosts: a host or a list of hosts, with or without port
//	pages:          see fetch.Pages; without it the answer is the file
//	rate:           5/s, 60/m or 1000/h; as fast as it goes
//	attempts:       6
//	timeouts:       connect: 10s, header: 60s, stall: 60s, overall: 1h
func (r *reader) http(v value) fetch.HTTPSpec {
	var spec fetch.HTTPSpec
	r.mapping(v, keys{
		"auth":    func(v value) { spec.Auth = r.httpAuth(v) },
		"headers": func(v value) { spec.Headers = r.httpHeaders(v) },
		"tls":     func(v value) { spec.TLS = r.tls(v) },
		"redirect_hosts": func(v value) {
			spec.RedirectHosts = r.matching(v, hostName, "a host or a list of hosts, such as files.example.gov.cn")
		},
		"pages":    func(v value) { spec.Pages = r.pages(v) },
		"rate":     func(v value) { spec.Rate = r.rate(v) },
		"attempts": func(v value) { spec.Attempts = r.number(v, 1, 100) },
		"timeouts": func(v value) { spec.Timeouts = r.timeouts(v, "connect", "header", "stall", "overall") },
	})
	return spec
}

// sftp reads how a feed is fetched over SFTP:
//
//	host_key:   the fingerprint, or a list of fingerprints, SHA256:…
//	key:        a private key: a file, or a reference to its text
//	passphrase: of the key
//	attempts:   6
//	timeouts:   connect: 10s, stall: 60s, overall: 1h
func (r *reader) sftp(v value) fetch.SFTPSpec {
	var spec fetch.SFTPSpec
	seen := r.mapping(v, keys{
		"host_key": func(v value) {
			spec.HostKeys = r.matching(v, fingerprint, "a fingerprint or a list of them, as ssh-keygen -l shows it: SHA256:…")
		},
		"key":        func(v value) { spec.Key = r.keyFile(v) },
		"passphrase": func(v value) { spec.Passphrase = r.credential(v, "a passphrase") },
		"attempts":   func(v value) { spec.Attempts = r.number(v, 1, 100) },
		"timeouts":   func(v value) { spec.Timeouts = r.timeouts(v, "connect", "stall", "overall") },
	})
	r.together(v, seen, "passphrase", "key")
	return spec
}

func (r *reader) httpAuth(v value) fetch.HTTPAuth {
	var auth fetch.HTTPAuth
	seen := r.mapping(v, keys{
		"bearer": func(v value) { auth.Bearer = r.credential(v, "a token") },
		"basic":  func(v value) { auth.Basic = r.basic(v) },
		"hmac":   func(v value) { auth.HMAC = r.hmac(v) },
	})
	if len(seen) > 1 {
		r.fault(v, strconv.Itoa(len(seen))+" ways to say who asks", "one of basic, bearer, hmac")
	}
	return auth
}

func (r *reader) basic(v value) *fetch.Basic {
	basic := new(fetch.Basic)
	seen := r.mapping(v, keys{
		"user":     func(v value) { basic.User = r.secret(v, "a user") },
		"password": func(v value) { basic.Password = r.credential(v, "a password") },
	})
	r.required(v, seen, "user", "password")
	return basic
}

func (r *reader) hmac(v value) *fetch.HMAC {
	hmac := new(fetch.HMAC)
	seen := r.mapping(v, keys{
		"key_id":           func(v value) { hmac.KeyID = r.secret(v, "the name of the key") },
		"secret":           func(v value) { hmac.Secret = r.credential(v, "the key") },
		"key_id_header":    func(v value) { hmac.KeyIDHeader = r.headerName(v) },
		"timestamp_header": func(v value) { hmac.TimestampHeader = r.headerName(v) },
		"signature_header": func(v value) { hmac.SignatureHeader = r.headerName(v) },
	})
	r.required(v, seen, "key_id", "secret")
	return hmac
}

// credential reads what must not be written out: text without a reference can
// be printed, and is, where somebody copies the file.
func (r *reader) credential(v value, expected string) secret.Text {
	text := r.secret(v, expected)
	if text != "" && !strings.Contains(string(text), "${") {
		r.fault(v, "a secret in the open", expected+" as ${env:NAME} or ${file:/path}")
		return ""
	}
	return text
}

// keyFile reads where a private key is.
func (r *reader) keyFile(v value) secret.Text {
	const expected = "a PEM file, or its text as ${env:NAME}"
	text := r.secret(v, expected)
	if strings.Contains(string(text), "-----BEGIN") {
		r.fault(v, "a secret in the open", expected)
		return ""
	}
	return text
}

func (r *reader) httpHeaders(v value) map[string]secret.Text {
	headers := make(map[string]secret.Text)
	r.entries(v, func(name string, key, item value) {
		if !isHeader(name) {
			r.fault(key, quote(unglued(name)), ownHeader)
			return
		}
		headers[name] = r.secret(item, "the value of a header")
	})
	return headers
}

const ownHeader = "the name of a header, and of none that says how the answer is to be sent"

func (r *reader) headerName(v value) string {
	text, ok := r.text(v, ownHeader)
	if ok && !isHeader(text) {
		r.fault(v, describe(v.node), ownHeader)
	}
	return text
}

func isHeader(name string) bool { return header.MatchString(name) && !fetch.IsReserved(name) }

func (r *reader) tls(v value) fetch.TLSSpec {
	var spec fetch.TLSSpec
	seen := r.mapping(v, keys{
		"ca":   func(v value) { spec.CA = r.secret(v, "a PEM file") },
		"cert": func(v value) { spec.Cert = r.secret(v, "a PEM file") },
		"key":  func(v value) { spec.Key = r.keyFile(v) },
	})
	r.together(v, seen, "cert", "key")
	r.together(v, seen, "key", "cert")
	return spec
}

func (r *reader) pages(v value) *fetch.Pages {
	const most = 1_000_000
	spec := &fetch.Pages{First: 1}
	seen := r.mapping(v, keys{
		"param":      func(v value) { spec.Param, _ = r.text(v, "the name of a parameter of the query") },
		"size_param": func(v value) { spec.SizeParam, _ = r.text(v, "the name of a parameter of the query") },
		"size":       func(v value) { spec.Size = r.number(v, 1, most) },
		"first":      func(v value) { spec.First = r.number(v, 0, most) },
		"next":       func(v value) { spec.Next = r.dotted(v) },
		"rows":       func(v value) { spec.Rows = r.dotted(v) },
		"total":      func(v value) { spec.Total = r.dotted(v) },
		"expect":     func(v value) { spec.Expect = r.expectations(v) },
		"max_pages":  func(v value) { spec.MaxPages = r.number(v, 1, most) },
	})
	r.required(v, seen, "param")
	r.together(v, seen, "size_param", "size")
	r.together(v, seen, "size", "size_param")
	if first, said := seen["first"]; said && spec.Next != "" {
		r.fault(first, describe(first.node), "no such key, since pages that have a next cursor have no number")
	}
	return spec
}

// expectations reads path → what must stand there.
func (r *reader) expectations(v value) map[string]string {
	expected := make(map[string]string)
	r.entries(v, func(path string, key, item value) {
		if !dottedNames.MatchString(path) {
			r.fault(key, describe(key.node), dottedPath)
			return
		}
		expected[path], _ = r.text(item, "text, a number, true or false")
	})
	return expected
}

var (
	dottedNames = regexp.MustCompile(`^[^.\s]+(\.[^.\s]+)*$`)
	fingerprint = regexp.MustCompile(`^SHA256:[A-Za-z0-9+/]{43}=?$`)
	header      = regexp.MustCompile(`^[A-Za-z0-9-]+$`)
	hostName    = regexp.MustCompile(`^[^/@?#\s]+$`)
	frequency   = regexp.MustCompile(`^([1-9]\d{0,5}) ?/ ?([smh])$`)
)

const dottedPath = "names with dots between them, such as data.list"

func (r *reader) dotted(v value) string {
	text, ok := r.text(v, dottedPath)
	if ok && !dottedNames.MatchString(text) {
		r.fault(v, describe(v.node), dottedPath)
	}
	return text
}

// matching reads a text or a list of texts, each of a form.
func (r *reader) matching(v value, form *regexp.Regexp, expected string) []string {
	texts := r.texts(v, expected)
	for _, text := range texts {
		if !form.MatchString(text) {
			r.fault(v, quote(text), expected)
		}
	}
	return texts
}

func (r *reader) rate(v value) fetch.Rate {
	const expected = "so many requests in a second, minute or hour: 5/s, 60/m, 1000/h"
	text, ok := r.text(v, expected)
	if !ok {
		return fetch.Rate{}
	}
	match := frequency.FindStringSubmatch(text)
	if match == nil {
		r.fault(v, describe(v.node), expected)
		return fetch.Rate{}
	}
	requests, _ := strconv.Atoi(match[1]) // six figures at most
	return fetch.Rate{Requests: requests, Per: map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}[match[2]]}
}

// timeouts reads those that there are of this way to fetch.
func (r *reader) timeouts(v value, names ...string) fetch.Timeouts {
	var timeouts fetch.Timeouts
	known := make(keys)
	for name, into := range map[string]*time.Duration{
		"connect": &timeouts.Connect, "header": &timeouts.Header, "stall": &timeouts.Stall, "overall": &timeouts.Overall,
	} {
		if slices.Contains(names, name) {
			known[name] = func(v value) { *into = r.duration(v) }
		}
	}
	r.mapping(v, known)
	return timeouts
}

func (r *reader) duration(v value) time.Duration {
	const expected = "a time from 1s to 24h, such as 90s or 1h30m"
	text, ok := r.text(v, expected)
	if !ok {
		return 0
	}
	duration, err := time.ParseDuration(text)
	if err != nil || duration < time.Second || duration > 24*time.Hour {
		r.fault(v, describe(v.node), expected)
		return 0
	}
	return duration
}

func (r *reader) number(v value, least, most int) int {
	expected := "a whole number from " + strconv.Itoa(least) + " to " + strconv.Itoa(most)
	text, ok := r.text(v, expected)
	if !ok {
		return least
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < least || number > most {
		r.fault(v, describe(v.node), expected)
		return least
	}
	return number
}

// required wants all these keys in a mapping that was one.
func (r *reader) required(v value, seen map[string]value, names ...string) {
	for _, name := range names {
		if _, said := seen[name]; seen != nil && !said {
			r.fault(value{v.node, join(v.path, name)}, "nothing", "this key too")
		}
	}
}

// together wants the key other where the key name stands.
func (r *reader) together(v value, seen map[string]value, name, other string) {
	_, said := seen[name]
	if _, too := seen[other]; said && !too {
		r.fault(value{v.node, join(v.path, other)}, "nothing", "this key too, since there is "+name)
	}
}
