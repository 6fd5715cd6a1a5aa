package fetch

import (
	"time"

	"github.com/bidui/bidui/internal/secret"
)

// HTTPSpec says how a location is asked for over HTTPS. Its zero value is a
// plain download without credentials and with all defaults. Requests are GET
// requests, always.
type HTTPSpec struct {
	Auth          HTTPAuth               `yaml:"auth"`
	Headers       map[string]secret.Text `yaml:"headers"`        // sent with each request to the host of the location, and to no other
	TLS           TLSSpec                `yaml:"tls"`            // whom to trust, and as whom to appear
	RedirectHosts []string               `yaml:"redirect_hosts"` // host or host:port that may be redirected to, beside that of the location
	Pages         *Pages                 `yaml:"pages"`          // nil: a plain download
	Rate          Rate                   `yaml:"rate"`           // of requests; zero: as fast as they are answered
	Attempts      int                    `yaml:"attempts"`       // how often each request is made in all; 0: 6
	Timeouts      Timeouts               `yaml:"timeouts"`
}

// HTTPAuth is who asks: one of the three at most. User and password of the
// location itself are the same as Basic.
type HTTPAuth struct {
	Bearer secret.Text `yaml:"bearer"` // sent as Authorization: Bearer …
	Basic  *Basic      `yaml:"basic"`
	HMAC   *HMAC       `yaml:"hmac"`
}

// Basic is the user and password of HTTP's own authentication.
type Basic struct {
	User     secret.Text `yaml:"user"`
	Password secret.Text `yaml:"password"`
}

// HMAC signs each request with a shared secret: the signature is the
// HMAC-SHA256, in lower-case hex, of
//
//	METHOD \n PATH?QUERY \n TIMESTAMP \n
//
// without the blanks: path and query as they are sent, percent-encoded (no ?
// where there is no query), and the Unix time in seconds.
type HMAC struct {
	KeyID           secret.Text `yaml:"key_id"`
	Secret          secret.Text `yaml:"secret"`
	KeyIDHeader     string      `yaml:"key_id_header"`    // "": X-Key-Id
	TimestampHeader string      `yaml:"timestamp_header"` // "": X-Timestamp
	SignatureHeader string      `yaml:"signature_header"` // "": X-Signature
}

// TLSSpec names PEM files, or is their text itself where a secret refers to it.
type TLSSpec struct {
	CA   secret.Text `yaml:"ca"`   // the only authorities to trust; "": those of the system
	Cert secret.Text `yaml:"cert"` // the client's certificate, with what leads up to an authority
	Key  secret.Text `yaml:"key"`  // the key of Cert, not encrypted
}

// Pages says how an interface deals out its rows, and how to know that all of
// them came. Paths are dotted names of JSON objects, as in data.total.
//
// With Next, paging goes by cursor: it ends with the page that has none (absent,
// null or empty). A cursor that came before is an error.
//
// Without Next it goes by page number. With Total it ends when that many rows
// have come; a page without rows before that, or more rows, is an error.
// Without Total it ends with a page without rows, and with no other: one with
// fewer than Size may only show that the server gives no more at a time, or
// leaves rows out of a page. A server that has no such page must say a total.
//
// However it ends, the rows must be Total if that is given, and every page must
// say the same total. A page with the same rows as a former one is an error.
type Pages struct {
	Param     string            `yaml:"param"`      // of the query: page number or cursor
	SizeParam string            `yaml:"size_param"` // of the query: rows wanted in a page; "": is not sent
	Size      int               `yaml:"size"`       // rows wanted in a page, sent as SizeParam
	First     int               `yaml:"first"`      // number of the first page; as a key, 1 by default
	Next      string            `yaml:"next"`       // path of the next cursor; "": pages have numbers
	Rows      string            `yaml:"rows"`       // path of the list of rows; "": the page is the list
	Total     string            `yaml:"total"`      // path of the number of all rows; "": nobody says it
	Expect    map[string]string `yaml:"expect"`     // path → what must stand there in each page, as in code: 0
	MaxPages  int               `yaml:"max_pages"`  // more is an error; 0: 100,000
}

// SFTPSpec says how a location is fetched over SFTP. The password, if any,
// stands in the location.
type SFTPSpec struct {
	HostKeys   []string    `yaml:"host_key"`   // SHA256:… fingerprints, of which the server must present one; required
	Key        secret.Text `yaml:"key"`        // the private key: a file, or its text where a secret refers to it
	Passphrase secret.Text `yaml:"passphrase"` // of Key; "": it is not encrypted
	Attempts   int         `yaml:"attempts"`   // how often listing, and each file, is tried in all; 0: 6
	Timeouts   Timeouts    `yaml:"timeouts"`
}

// Timeouts bounds waiting. Zero is the default.
type Timeouts struct {
	Connect time.Duration `yaml:"connect"` // until the connection stands and is encrypted; 10s
	Header  time.Duration `yaml:"header"`  // from a request to the beginning of its answer, HTTP only; 60s
	Stall   time.Duration `yaml:"stall"`   // without a single byte; 60s
	Overall time.Duration `yaml:"overall"` // for everything, waits between attempts included; 1h
}

// Rate is so many requests in so much time, evenly spread. Zero is no limit.
type Rate struct {
	Requests int
	Per      time.Duration
}

const (
	defaultAttempts = 6
	defaultMaxPages = 100_000
)

func (t Timeouts) orDefaults() Timeouts {
	return Timeouts{
		Connect: or(t.Connect, 10*time.Second),
		Header:  or(t.Header, time.Minute),
		Stall:   or(t.Stall, time.Minute),
		Overall: or(t.Overall, time.Hour),
	}
}

// or is value, or the default where value is zero.
func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}
