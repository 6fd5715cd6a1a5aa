package config

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/bidui/bidui/internal/fetch"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/internal/source"
)

// Feed is one named input: where it is, how its columns are called, and what
// its guards let pass.
type Feed struct {
	source.Spec
	Columns     map[string][]string // field → headers that name it, in place of the built-in ones
	MaxRejected Share               // of the rows read, how many may be unusable
	MaxShrink   Share               // of a county's rows in the last run, how many may be gone
	AllowEmpty  bool
	FirstUnpaid bool // end names the first month without pay, not the last with it
	Quarterly   bool // what names a month or a quarter stands for the three months of that quarter

	Basis           string      // on which law or agreement the feed may be used
	AuthorisedUntil period.Date // the last day on which it may; unknown: no end was set
}

// Share is a part of a whole in hundredths of a percent: 500 is 5 %.
type Share int64

var encodings = []string{"auto", "utf-8", "utf-16", "gb18030"}

func (r *reader) feeds(v value) map[string]Feed {
	feeds := make(map[string]Feed)
	r.entries(v, func(name string, key, item value) {
		fields, ok := r.known.Feeds[name]
		if !ok {
			r.unknown(key, name, "an unknown feed", slices.Sorted(maps.Keys(r.known.Feeds)))
			return
		}
		feeds[name] = r.feed(item, fields)
	})
	return feeds
}

func (r *reader) feed(v value, fields []string) Feed {
	feed := Feed{Spec: source.Spec{Encoding: "auto"}, MaxRejected: 500, MaxShrink: 2000}
	seen := r.mapping(v, keys{
		"from":                func(v value) { feed.From = r.location(v) },
		"sheet":               func(v value) { feed.Sheet, _ = r.text(v, "the name of a sheet") },
		"query":               func(v value) { feed.Query, _ = r.text(v, "a SELECT") },
		"max_query_time":      func(v value) { feed.MaxQueryTime = r.duration(v) },
		"max_rows_per_second": func(v value) { feed.MaxRowsPerSecond = r.number(v, 1, 10_000_000) },

		"encoding":     func(v value) { feed.Encoding = r.choice(v, encodings...) },
		"records":      func(v value) { feed.Records, _ = r.text(v, "a dotted path, such as data.rows") },
		"password":     func(v value) { feed.Password = r.credential(v, "a password") },
		"http":         func(v value) { feed.HTTP = r.http(v) },
		"sftp":         func(v value) { feed.SFTP = r.sftp(v) },
		"columns":      func(v value) { feed.Columns = r.columns(v, fields) },
		"max_rejected": func(v value) { feed.MaxRejected = r.share(v) },
		"max_shrink":   func(v value) { feed.MaxShrink = r.share(v) },
		"allow_empty":  func(v value) { feed.AllowEmpty = r.boolean(v) },
		"end":          func(v value) { feed.FirstUnpaid = r.end(v, fields) },
		"period":       func(v value) { feed.Quarterly = r.period(v, fields) },

		"basis":            func(v value) { feed.Basis, _ = r.text(v, "a law, an agreement or a document number") },
		"authorised_until": func(v value) { feed.AuthorisedUntil = r.date(v) },
	})
	r.agree(v, seen, feed)
	return feed
}

// agree holds the keys of a feed against each other.
func (r *reader) agree(v value, seen map[string]value, feed Feed) {
	from, said := seen["from"]
	switch {
	case seen == nil: // is a fault already
	case !said:
		r.fault(value{v.node, join(v.path, "from")}, "nothing", locations)
	case feed.From == "": // is a fault already
	case isReference(feed.From): // could be either; who opens it will see
	case isDatabase(feed.From):
		if _, said := seen["query"]; !said {
			r.fault(value{from.node, join(v.path, "query")}, "nothing", "a SELECT, since from is a database")
		}
		r.none(seen, "from is a database", "sheet", "encoding", "records", "password", "http", "sftp")
	case strings.HasPrefix(string(feed.From), "sftp://"):
		r.none(seen, "from begins with sftp://", "query", "max_query_time", "max_rows_per_second", "http")
	case strings.Contains(string(feed.From), "://"):
		r.none(seen, "from begins with https://", "query", "max_query_time", "max_rows_per_second", "sftp")
	default:
		r.none(seen, "from is a file", "query", "max_query_time", "max_rows_per_second", "http", "sftp")
	}
}

// none refuses keys that have no meaning for a feed.
func (r *reader) none(seen map[string]value, since string, names ...string) {
	for _, name := range names {
		item, said := seen[name]
		switch {
		case said && (name == "query" || name == "password"):
			r.fault(item, "a "+name, "no such key, since "+since)
		case said:
			r.fault(item, describe(item.node), "no such key, since "+since)
		}
	}
}

const locations = "a path, a path with * in it, https://host/path, sftp://user:password@host/path or mysql://user:password@host:port/database"

// location reads where a feed comes from.
func (r *reader) location(v value) secret.Text {
	text := r.secret(v, locations)
	scheme, _, ok := strings.Cut(string(text), "://")
	expected := map[string]string{
		"https": "https://host/path",
		"http":  "https://, since http:// is for this machine itself alone",
		"sftp":  "sftp://user:password@host:port/path",
	}[scheme]
	switch {
	case nearlyAddress.MatchString(string(text)):
		r.fault(v, "an address without its two slashes", locations)
		return ""
	case !ok, isReference(text):
		return text
	case scheme == "mysql":
		if !r.database(v, text) {
			return ""
		}
		return text
	case expected == "":
		r.fault(v, describe(v.node), locations)
		return ""
	case fetch.Check(references.ReplaceAllString(string(text), "1")) != nil: // 1 may stand for a host, a port, anything
		r.fault(v, describe(v.node), expected)
		return ""
	}
	return text
}

// nearlyAddress is a slip that makes an address, and the password in it, a path.
var nearlyAddress = regexp.MustCompile(`^(mysql|sftp|https?):(/?[^/]|$)`)

var references = regexp.MustCompile(`\$\{[^}]*\}`)

// isReference says whether even what sort of place this is stays in a secret.
func isReference(place secret.Text) bool { return strings.HasPrefix(string(place), "${") }

func isDatabase(from secret.Text) bool { return strings.HasPrefix(string(from), "mysql://") }

// columns reads field → header or list of headers.
func (r *reader) columns(v value, fields []string) map[string][]string {
	columns := make(map[string][]string)
	r.entries(v, func(field string, key, item value) {
		if !slices.Contains(fields, field) {
			r.unknown(key, field, "an unknown field", fields)
			return
		}
		columns[field] = r.headers(item)
	})
	return columns
}

func (r *reader) headers(v value) []string {
	return r.texts(v, "a header or a list of headers")
}

// texts reads a text or a list of texts.
func (r *reader) texts(v value, expected string) []string {
	nodes := []*yaml.Node{v.node}
	if v.node.Kind == yaml.SequenceNode {
		nodes = v.node.Content
	}
	if len(nodes) == 0 {
		r.fault(v, "an empty list", expected)
	}
	var texts []string
	for _, node := range nodes {
		if text, ok := r.text(value{target(node), v.path}, expected); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

var percentage = regexp.MustCompile(`^(\d{1,3})(?:\.(\d{1,2}))? ?%$`)

func (r *reader) share(v value) Share {
	const expected = "a percentage from 0% to 100%, such as 5% or 0.5%"
	text, ok := r.text(v, expected)
	if !ok {
		return 0
	}
	match := percentage.FindStringSubmatch(text)
	if match == nil {
		r.fault(v, describe(v.node), expected)
		return 0
	}
	hundredths, err := strconv.Atoi(match[1] + (match[2] + "00")[:2])
	if err != nil || hundredths > 10000 {
		r.fault(v, describe(v.node), expected)
		return 0
	}
	return Share(hundredths)
}

// end reads what the month in the field end means, and says whether it is the first unpaid.
func (r *reader) end(v value, fields []string) bool {
	if !slices.Contains(fields, "end") {
		r.fault(v, describe(v.node), "no such key: the rows of this feed have no field end")
		return false
	}
	return r.choice(v, "last_paid", "first_unpaid") == "first_unpaid"
}

// period reads what a monthly row or file stands for, and says whether it is a quarter.
func (r *reader) period(v value, fields []string) bool {
	if !slices.Contains(fields, "month") {
		r.fault(v, describe(v.node), "no such key: the rows of this feed have no field month")
		return false
	}
	return r.choice(v, "month", "quarter") == "quarter"
}
