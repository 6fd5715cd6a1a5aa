package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

// Outcome is what a run found, and what it read to find it.
type Outcome struct {
	Findings []rules.Finding // each identity once, in any order
	Feeds    []FeedRead      // each feed once

	// Held says whether nothing may be resolved there, because a feed on which
	// the kind rests is not to be trusted for the county. nil: nowhere.
	Held func(kind, qualifier string, area registry.Area) bool

	// Sight tells what the registry has of those about whom something was decided.
	// Where it is not certain, whoever was not seen may be there all the same. nil:
	// nothing is known of anybody.
	Sight Sight
}

// FeedRead is what a run got from one feed. It mirrors the columns of run_feeds.
type FeedRead struct {
	Feed     string
	Location string // without secrets
	Digest   string // of the bytes read

	RowsRead, RowsAccepted, RowsRejected int64

	CountyRows   map[string]int64 // accepted rows per county of the whole feed, with which the next run compares its own
	HeldCounties []string
	Rejects      []Reject

	Counties map[string]CountyFacts // by county (registry.Area.CountyKey); of the feeds households and members
	Inputs   []Input
	Headers  map[string][]string // field → the headers that it was found by
	Notes    []string            // what people should know of the reading; nobody's data

	kept int // rejects of a result that was repeated, which the ledger has
}

// RejectNotes is how many rows and cells could not be used.
func (f *FeedRead) RejectNotes() int { return len(f.Rejects) + f.kept }

// CountyFacts is what a run learned of a county from a feed of the registry.
type CountyFacts struct {
	Name     string        `json:"name,omitempty"`     // households: empty where there is only a code
	Exits    map[int]int64 `json:"exits,omitempty"`    // households: year → how many left poverty in it
	Children int64         `json:"children,omitempty"` // members: active and of compulsory age, where a job asks
}

// Input is one file, or the rows of a query, as it was brought: by its digest it
// is found among the snapshots.
type Input struct {
	Name   string `json:"name"`            // as a person would name it
	Digest string `json:"digest"`          // SHA-256 of its bytes, in hex
	Size   int64  `json:"size"`            // bytes
	Query  bool   `json:"query,omitempty"` // rows of a query, as CSV
}

// Reject is a row, or a field of a row, that could not be used.
type Reject struct {
	Location string // the file
	Sheet    string
	Row      int // as a spreadsheet program numbers it
	Field    string
	Reason   string
	Masked   string // the value, without what tells of a person
}

// Tally counts what a run did, or would do.
type Tally struct {
	Counts
	Kinds map[string]Counts // by kind; only those the job has rows of
	Cells map[Cell]int      // unresolved, by kind and county; none is 0
}

// Counts are the numbers of discrepancies to which something happened, and of
// those in the run's scope that are unresolved after it: open, and not info.
type Counts struct{ Opened, Changed, Resolved, Reopened, Unresolved int }

// Cell is a kind in a county (registry.Area.CountyKey).
type Cell struct{ Kind, County string }

func (c Counts) events() int { return c.Opened + c.Changed + c.Resolved + c.Reopened }

func (c *Counts) add(other Counts) {
	c.Opened += other.Opened
	c.Changed += other.Changed
	c.Resolved += other.Resolved
	c.Reopened += other.Reopened
	c.Unresolved += other.Unresolved
}

// identity is the digest of what a discrepancy is known by. The parts' lengths
// are in it, so that no two triples give the same bytes.
type identity [16]byte

func identify(f *rules.Finding) identity {
	var buffer [256]byte
	text := buffer[:0]
	for _, part := range [...]string{f.Kind.Name, clean(f.Subject), clean(f.Qualifier)} {
		text = binary.AppendUvarint(text, uint64(len(part)))
		text = append(text, part...)
	}
	sum := sha256.Sum256(text)
	return identity(sum[:16])
}

// index maps the findings of a job by identity to their positions.
func index(job string, findings []rules.Finding) (map[identity]int, error) {
	positions := make(map[identity]int, len(findings))
	for i := range findings {
		f := &findings[i]
		if f.Kind == nil {
			return nil, errors.New("a finding has no kind")
		}
		if f.Kind.Job != job {
			return nil, fmt.Errorf("a finding of kind %s belongs to job %s", f.Kind.Name, f.Kind.Job)
		}
		id := identify(f)
		if _, twice := positions[id]; twice {
			return nil, fmt.Errorf("two findings of kind %s are about the same subject and qualifier", f.Kind.Name)
		}
		positions[id] = i
	}
	return positions, nil
}

// DigestOf tells whether two runs found the same, whatever the order: the
// identities, severities and values, without lineage and other details. It is
// the sum of the findings' own digests.
func DigestOf(findings []rules.Finding) string {
	var sum [sha256.Size / 8]uint64
	var text []byte
	for i := range findings {
		f := &findings[i]
		text = text[:0]
		for _, part := range [...]string{f.Kind.Name, f.Subject, f.Qualifier, f.Severity.String(), f.Registry, f.Agency, f.Expected} {
			text = binary.AppendUvarint(text, uint64(len(part)))
			text = append(text, part...)
		}
		one := sha256.Sum256(text)
		for j := range sum {
			sum[j] += binary.LittleEndian.Uint64(one[8*j:])
		}
	}
	text = text[:0]
	for _, word := range sum {
		text = binary.LittleEndian.AppendUint64(text, word)
	}
	return hex.EncodeToString(text)
}
