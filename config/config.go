// Package config reads the one YAML file that says which feeds exist, how they
// are read, when the jobs run and where the ledger is kept. Decoding is strict,
// and a wrong file is answered with all its faults at once.
package config

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/secret"
)

// File mirrors a configuration without faults, defaults filled in. Its secrets are
// not resolved.
type File struct {
	Dir        string // the directory of the file, absolute: what relative paths in it are relative to
	Digest     string // SHA-256 of the file's bytes, in hex
	Timezone   *time.Location
	Store      secret.Text // sqlite:PATH or mysql://user:password@host:port/database
	Feeds      map[string]Feed
	Jobs       map[string]Job               // every known job; one that the file leaves out has the defaults and no schedule
	Dictionary map[string]map[string]string // dictionary → word → class, beside the words that are built in
	Snapshots  Snapshots
	Worksheets Worksheets
	Areas      registry.Aliases
	Scorecard  Scorecard
	Calendar   period.Calendar // holidays, and weekends that are worked
	Serve      Serve
	Upkeep     Upkeep

	name       string // of the file, as it was given
	references []reference
}

// Snapshots says where the inputs of runs are kept, and how long.
type Snapshots struct {
	Dir  string // as written, see File.Path; empty: snapshots, beside the ledger's file or else this one
	Days int    // that what a run read is kept; 0: nothing is kept
}

// Worksheets says how worksheets are taken back.
type Worksheets struct {
	WaiveDays int // how long what a township found unfounded is waived
}

// Serve says where the page and the metrics are offered.
type Serve struct {
	Listen string // host:port
}

// Known is what the rest of the program understands; the names in a file are held against it.
type Known struct {
	Feeds map[string][]string // feed → the names of its fields
	Jobs  []string
	Kinds []string // of the jobs' discrepancies, those that the province issues excepted
}

// Load reads the file at path. Where the file can be read but is wrong, the
// error is a Faults with everything that is wrong in it.
func Load(path string, known Known) (*File, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("find the directory of the configuration %s: %w", path, err)
	}
	file, faults := parse(data, known, filepath.Dir(absolute))
	if len(faults) > 0 {
		for i := range faults {
			faults[i].File = path
		}
		return nil, faults
	}
	file.name = path
	return file, nil
}

// Path is where a path of the file leads: itself if absolute, else within Dir.
func (f *File) Path(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(f.Dir, path)
}

// parse reads a whole file that lies in a directory; it does not know its name.
func parse(data []byte, known Known, dir string) (*File, Faults) {
	root, faults := tree(data)
	if len(faults) > 0 {
		return nil, faults
	}
	sum := sha256.Sum256(data)
	r := &reader{known: known, dir: dir}
	file := r.file(root)
	file.Dir, file.Digest, file.references = dir, hex.EncodeToString(sum[:]), r.references
	return file, r.faults.sorted()
}

// file reads the top of the tree over the defaults.
func (r *reader) file(root value) *File {
	file := &File{
		Store:      "sqlite:bidui.db",
		Jobs:       make(map[string]Job, len(r.known.Jobs)),
		Snapshots:  Snapshots{Days: 90},
		Worksheets: Worksheets{WaiveDays: 180},
		Scorecard:  Scorecard{Good: 9800, Fair: 9500, Jump: 200},
		Serve:      Serve{Listen: "127.0.0.1:8080"},
	}
	for _, name := range r.known.Jobs {
		file.Jobs[name] = defaultJob(name)
	}
	seen := r.mapping(root, keys{
		"timezone":   func(v value) { file.Timezone = r.timezone(v) },
		"store":      func(v value) { file.Store = r.store(v) },
		"feeds":      func(v value) { file.Feeds = r.feeds(v) },
		"jobs":       func(v value) { r.jobs(v, file.Jobs) },
		"dictionary": func(v value) { file.Dictionary = r.dictionary(v) },
		"snapshots":  func(v value) { r.snapshots(v, &file.Snapshots) },
		"worksheets": func(v value) { r.worksheets(v, &file.Worksheets) },
		"areas":      func(v value) { file.Areas = r.areas(v) },
		"scorecard":  func(v value) { r.scorecard(v, &file.Scorecard) },
		"calendar":   func(v value) { file.Calendar = r.calendar(v) },
		"serve":      func(v value) { r.serve(v, &file.Serve) },
		"migrate":    func(v value) { file.Upkeep.Manual = r.choice(v, "auto", "manual") == "manual" },
		"retention":  func(v value) { r.retention(v, &file.Upkeep.Retention) },
	})
	if _, said := seen["timezone"]; !said {
		file.Timezone = r.timezone(value{node: scalar("Asia/Shanghai"), path: "timezone"})
	}
	return file
}

func (r *reader) snapshots(v value, into *Snapshots) {
	r.mapping(v, keys{
		"dir":  func(v value) { into.Dir, _ = r.text(v, "the path of a directory") },
		"keep": func(v value) { into.Days = r.days(v, true) },
	})
}

func (r *reader) worksheets(v value, into *Worksheets) {
	r.mapping(v, keys{
		"waive_for": func(v value) { into.WaiveDays = r.days(v, false) },
	})
}

var days = regexp.MustCompile(`^([1-9]\d{0,3})d$`)

// days reads how long something lasts; none, where it may be none, is 0.
func (r *reader) days(v value, orNone bool) int {
	expected := "a number of days from 1d to 9999d, such as 90d"
	if orNone {
		expected += ", or none"
	}
	text, ok := r.text(v, expected)
	if !ok || orNone && text == "none" {
		return 0
	}
	match := days.FindStringSubmatch(text)
	if match == nil {
		r.fault(v, describe(v.node), expected)
		return 0
	}
	n, _ := strconv.Atoi(match[1]) // of four digits at most
	return n
}

func (r *reader) serve(v value, into *Serve) {
	r.mapping(v, keys{
		"listen": func(v value) { into.Listen = r.listen(v) },
	})
}
