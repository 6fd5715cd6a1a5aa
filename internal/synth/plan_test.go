package synth_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/synth"
)

var feeds = []string{"households.csv", "members.csv", "villages.csv", "dibao.csv", "tekun.csv", "water.csv"}

func TestSamePlanSameBytes(t *testing.T) {
	p := small()
	first, again := t.TempDir(), t.TempDir()
	write(t, first, p)
	write(t, again, p)
	for _, name := range append(slices.Clone(feeds), "bidui.yaml") {
		if !bytes.Equal(read(t, first, name), read(t, again, name)) {
			t.Errorf("%s differs between two runs", name)
		}
	}
	p.Seed++
	other := t.TempDir()
	write(t, other, p)
	if bytes.Equal(read(t, first, "members.csv"), read(t, other, "members.csv")) {
		t.Error("another seed gives the same people")
	}
}

func TestShuffleMovesRowsOnly(t *testing.T) {
	p := small()
	grouped, shuffled := t.TempDir(), t.TempDir()
	summary := write(t, grouped, p)
	p.Shuffle = true
	if other := write(t, shuffled, p); other.Planted["id_duplicate"] != summary.Planted["id_duplicate"] {
		t.Errorf("%v planted, shuffled %v", summary.Planted, other.Planted)
	}
	for _, name := range feeds {
		a, b := lines(t, grouped, name), lines(t, shuffled, name)
		if name != "villages.csv" && slices.Equal(a, b) {
			t.Errorf("%s is not shuffled", name)
		}
		if a[0] != b[0] {
			t.Errorf("%s: the header moved", name)
		}
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Errorf("%s has other rows when shuffled", name)
		}
	}
}

// TestOfScalesAPlan generates a tenth of a county, and takes a larger country
// than there is apart from it.
func TestOfScalesAPlan(t *testing.T) {
	dir := t.TempDir()
	summary := write(t, dir, synth.County().Of(6_000))
	for k, wanted := range []int64{1_890, 6_000, 198, 1_110, 340, 1_890} {
		if n := summary.Files[k].Rows; n < wanted*9/10 || n > wanted*11/10 {
			t.Errorf("%s has %d rows, and about %d were meant", summary.Files[k].Name, n, wanted)
		}
	}
	for _, found := range judge(t, func() synth.Plan { p := synth.County().Of(3_000); p.Differing = 0; return p }()) {
		t.Errorf("%+v", found)
	}
	if p := synth.Province().Of(28_000_000); p.Households != 8_800_000 || p.Dibao != 5_200_000 || p.Tekun != 1_600_000 {
		t.Errorf("four times the province is %+v", p)
	}
}

func TestCountyKeepsToItsPlan(t *testing.T) {
	p := synth.County()
	dir := t.TempDir()
	var done, total int64
	summary, err := synth.WriteCSV(t.Context(), dir, p, func(d, t int64) { done, total = d, t })
	if err != nil {
		t.Fatal(err)
	}
	if done != total || total == 0 {
		t.Errorf("progress ended at %d of %d", done, total)
	}
	wanted := []struct{ rows, tolerance int }{
		{p.Households, 0}, {p.Members, 0}, {p.Counties * p.Towns * p.Villages, 0},
		{p.Dibao, p.Dibao / 20}, {p.Tekun, p.Tekun / 20}, {p.Households, p.Households / 100},
	}
	for k, f := range summary.Files {
		rows := len(lines(t, dir, f.Name)) - 1
		if f.Name != feeds[k] || int64(rows) != f.Rows || int64(len(read(t, dir, f.Name))) != f.Bytes {
			t.Errorf("file %d, %s, has %d rows; the summary says %+v", k, feeds[k], rows, f)
		}
		if off := rows - wanted[k].rows; off > wanted[k].tolerance || -off > wanted[k].tolerance {
			t.Errorf("%s has %d rows, not about %d", f.Name, rows, wanted[k].rows)
		}
	}
	planted := int64(0)
	for _, n := range summary.Planted {
		planted += n
	}
	if wanted := int64(float64(p.Households) * p.Differing); planted < wanted-1 || planted > wanted {
		t.Errorf("%d planted, not %d", planted, wanted)
	}
	for _, kind := range kinds() {
		if summary.Planted[kind] < 10 {
			t.Errorf("%s: %d planted", kind, summary.Planted[kind])
		}
	}
	if len(summary.Planted) != len(kinds()) {
		t.Errorf("%d kinds planted: %v", len(summary.Planted), summary.Planted)
	}
}

// kinds are those that can be planted: of the jobs whose feeds are written, all
// but the suggestion of a near match and the exits, which repeat other kinds.
func kinds() []string {
	var names []string
	for _, kind := range rules.Kinds {
		written := kind.Job == rules.Assistance || kind.Job == rules.Registry || kind.Job == rules.Water
		if written && kind != rules.IDSuspected {
			names = append(names, kind.Name)
		}
	}
	return names
}

// neverAssigned are the prefixes that no living person's number has.
var neverAssigned = regexp.MustCompile(`^(430599|[1-6]\d9999)`)

func TestNumbersAreNobodys(t *testing.T) {
	p := synth.County()
	dir := t.TempDir()
	summary := write(t, dir, p)
	holders := map[resident.Key]int{}
	var invalid int64
	for _, feed := range []string{"members", "households", "dibao", "tekun", "water"} {
		for _, row := range rows(t, dir, feed) {
			for _, field := range []string{"id_number", "head_id"} {
				number, mapped := row[field]
				if !mapped || number == "" && field == "head_id" || row["id_type"] == "护照" {
					continue
				}
				id := resident.ParseID(number, p.AsOf)
				switch {
				case id.Reason != resident.None && feed == "members":
					invalid++
				case id.Reason != resident.None:
					t.Errorf("%s: %q is %s", feed, number, id.Reason)
				case feed == "members":
					holders[id.Key]++
				}
				if id.Reason == resident.None && !neverAssigned.MatchString(number) {
					t.Errorf("%s: %q could be a living person's", feed, number)
				}
			}
		}
	}
	if invalid != summary.Planted["id_invalid"] {
		t.Errorf("%d numbers are invalid, %d are planted", invalid, summary.Planted["id_invalid"])
	}
	var shared int64
	for _, n := range holders {
		if n > 1 {
			shared++
		}
	}
	if shared != summary.Planted["id_duplicate"] {
		t.Errorf("%d numbers are shared, %d are planted", shared, summary.Planted["id_duplicate"])
	}
}

func TestImpossiblePlans(t *testing.T) {
	for name, change := range map[string]func(*synth.Plan){
		"no county":         func(p *synth.Plan) { p.Counties = 0 },
		"too many counties": func(p *synth.Plan) { p.Counties = 123 },
		"no household":      func(p *synth.Plan) { p.Households, p.Members = 0, 0 },
		"empty households":  func(p *synth.Plan) { p.Members = p.Households - 1 },
		"too many people":   func(p *synth.Plan) { p.Households, p.Members = 40_000_000, 103_000_000 },
		"too much dibao":    func(p *synth.Plan) { p.Dibao = p.Members },
		"too much tekun":    func(p *synth.Plan) { p.Tekun = p.Households + 1 },
		"negative share":    func(p *synth.Plan) { p.Differing = -0.1 },
		"no day":            func(p *synth.Plan) { p.AsOf = 0 },
	} {
		p := small()
		change(&p)
		dir := filepath.Join(t.TempDir(), "new")
		if _, err := synth.WriteCSV(t.Context(), dir, p, nil); err == nil || !strings.Contains(err.Error(), "cannot") {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: something was written: %v", name, err)
		}
	}
}

func TestGivingUpLeavesNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	dir := t.TempDir()
	_, err := synth.WriteCSV(ctx, dir, synth.County(), func(done, _ int64) {
		if done > 5_000 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Error(left, err)
	}
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func lines(t *testing.T, dir, name string) []string {
	t.Helper()
	return strings.Split(strings.TrimSuffix(string(read(t, dir, name)), "\n"), "\n")
}
