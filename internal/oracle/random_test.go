package oracle

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func seeded(seed uint64) Input { return Random(rand.New(rand.NewPCG(seed, 1)), Shape{}) }

func TestKindsAreClosed(t *testing.T) {
	for seed := range uint64(50) {
		for _, f := range Judge(seeded(seed)) {
			if !slices.Contains(allKinds, f.Kind) {
				t.Errorf("seed %d: unknown kind %s", seed, f.Kind)
			}
		}
	}
}

// TestRandomIsRepeatable: the same seed is the same county.
func TestRandomIsRepeatable(t *testing.T) {
	for seed := range uint64(20) {
		if diff := cmp.Diff(seeded(seed), seeded(seed)); diff != "" {
			t.Fatalf("seed %d:\n%s", seed, diff)
		}
	}
}

// TestRandomPeopleAreSynthetic: whatever looks like a valid number has a
// prefix that was never assigned.
func TestRandomPeopleAreSynthetic(t *testing.T) {
	synthetic := regexp.MustCompile(`^(430599|[1-6][0-9]9999|009999)`)
	for seed := range uint64(100) {
		in := seeded(seed)
		for _, row := range slices.Concat(in.Households, in.Members, in.Dibao, in.Tekun, in.Water, in.Enrolment, in.Issued) {
			for _, field := range []string{"id_number", "head_id"} {
				if key, _ := identify(row[field], in.AsOf); key != "" && !synthetic.MatchString(key) {
					t.Fatalf("seed %d: a number begins %s", seed, key[:6])
				}
			}
		}
	}
}

// TestRandomKeepsRequiredColumns: what a run refuses to do without is there,
// and each feed has a row that can be used.
func TestRandomKeepsRequiredColumns(t *testing.T) {
	for seed := range uint64(100) {
		in := seeded(seed)
		for _, feed := range []struct {
			name   string
			rows   []Row
			fields []string
		}{
			{"households", in.Households, []string{"household_id", "attribute", "safe_water"}},
			{"members", in.Members, []string{"member_id", "household_id", "name", "id_number", "dibao"}},
			{"villages", in.Villages, []string{"area_code", "village", "poor_village"}},
			{"dibao", in.Dibao, []string{"id_number", "name"}},
			{"tekun", in.Tekun, []string{"id_number", "name"}},
			{"work_teams", in.WorkTeams, []string{"area_code", "name"}},
			{"helpers", in.Helpers, []string{"household_id", "name"}},
			{"enrolment", in.Enrolment, []string{"id_number", "name"}},
			{"issued", in.Issued, []string{"household_id", "problem"}},
		} {
			for _, field := range feed.fields {
				if feed.rows != nil && !mapped(feed.rows, field) {
					t.Errorf("seed %d: %s has no column %s", seed, feed.name, field)
				}
			}
		}
		if !mapped(in.Water, "household_id") && !mapped(in.Water, "head_id") {
			t.Errorf("seed %d: water has neither household_id nor head_id", seed)
		}
		w := read(in)
		for _, r := range []*roster{w.dibao, w.tekun} {
			if !slices.ContainsFunc(r.rows, func(row rosterRow) bool { return row.usable }) {
				t.Errorf("seed %d: no usable row in %s", seed, r.feed)
			}
		}
		if len(named(in.WorkTeams, "area_code")) == 0 || len(named(in.Helpers, "household_id")) == 0 {
			t.Errorf("seed %d: no usable row in work_teams or helpers", seed)
		}
		if in.Enrolment != nil && len(w.enrolled()) == 0 || in.Issued != nil && len(w.usableIssued()) == 0 {
			t.Errorf("seed %d: no usable row in enrolment or issued", seed)
		}
	}
}

// TestRandomWithoutMess: a county without odd cells has no wrong number.
func TestRandomWithoutMess(t *testing.T) {
	for seed := range uint64(20) {
		for _, f := range Judge(Random(rand.New(rand.NewPCG(seed, 1)), Shape{Households: 10, Counties: 1, Mess: -1})) {
			if f.Kind == "id_invalid" {
				t.Errorf("seed %d: %s", seed, f.Detail["reason"])
			}
		}
	}
}

// TestEveryOutsiderHasOneKind: the kinds about people outside the registry
// part those with D or T among them, but for whom a single suggestion is made.
func TestEveryOutsiderHasOneKind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := seeded(rapid.Uint64().Draw(t, "seed"))
		kinds := map[string]int{}
		for _, f := range Judge(in) {
			if slices.Contains([]string{"member_missing", "single_dibao_excluded", "household_unregistered"}, f.Kind) {
				kinds[f.Subject]++
			}
		}
		w := read(in)
		w.suspect(w.dibao)
		w.suspect(w.tekun)
		for _, key := range w.people() {
			want := 0
			if (w.has(w.dibao, key) || w.has(w.tekun, key)) && !w.registered[key] && !w.suspects.people[key] {
				want = 1
			}
			if got := kinds["person:"+key]; got != want {
				t.Fatalf("a person outside has %d kinds, want %d", got, want)
			}
		}
	})
}

// TestIdentitiesAreUnique: (kind, subject, qualifier) names one finding.
func TestIdentitiesAreUnique(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seen := map[string]bool{}
		for _, f := range Judge(seeded(rapid.Uint64().Draw(t, "seed"))) {
			identity := fmt.Sprint(f.Kind, "|", f.Subject, "|", f.Qualifier)
			if seen[identity] {
				t.Fatalf("found twice: %s", f.Kind)
			}
			seen[identity] = true
		}
	})
}

// TestShufflingChangesNothing: rows stand in any order, but for the rows that
// share a household_id or member_id, of which the first stays.
func TestShufflingChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := seeded(rapid.Uint64().Draw(t, "seed"))
		order := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 2))
		other := in
		other.Households = reordered(order, in.Households, "household_id")
		other.Members = reordered(order, in.Members, "member_id")
		other.Villages = reordered(order, in.Villages, "")
		other.Dibao = reordered(order, in.Dibao, "")
		other.Tekun = reordered(order, in.Tekun, "")
		other.Water = reordered(order, in.Water, "")
		other.WorkTeams, other.Helpers = reordered(order, in.WorkTeams, ""), reordered(order, in.Helpers, "")
		other.Enrolment, other.Issued = reordered(order, in.Enrolment, ""), reordered(order, in.Issued, "")
		if diff := cmp.Diff(Judge(in), Judge(other)); diff != "" {
			t.Fatalf("another order of the rows:\n%s", diff)
		}
	})
}

// reordered shuffles rows, then lets those that share an id stand in their first order.
func reordered(r *rand.Rand, rows []Row, id string) []Row {
	shuffled := slices.Clone(rows)
	r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	if id == "" {
		return shuffled
	}
	queues := map[string][]Row{}
	for _, row := range rows {
		queues[text(row[id])] = append(queues[text(row[id])], row)
	}
	for i, row := range shuffled {
		queue := queues[text(row[id])]
		shuffled[i], queues[text(row[id])] = queue[0], queue[1:]
	}
	return shuffled
}

// TestSpellingChangesNothing: a clean number may be written in any way that §2 undoes.
func TestSpellingChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := seeded(rapid.Uint64().Draw(t, "seed"))
		g := &generator{r: rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "spelling"), 3))}
		respell := func(rows []Row) (list []Row) {
			for _, row := range rows {
				row = maps.Clone(row)
				for _, field := range []string{"id_number", "head_id"} {
					if key, reason := identify(row[field], in.AsOf); key != "" && reason == "" {
						row[field] = g.wrappedID(key)
					}
				}
				list = append(list, row)
			}
			return list
		}
		other := in
		other.Households, other.Members = respell(in.Households), respell(in.Members)
		other.Dibao, other.Tekun, other.Water = respell(in.Dibao), respell(in.Tekun), respell(in.Water)
		other.Enrolment, other.Issued = respell(in.Enrolment), respell(in.Issued)
		if diff := cmp.Diff(Judge(in), Judge(other)); diff != "" {
			t.Fatalf("another spelling of the numbers:\n%s", diff)
		}
	})
}

// TestJobsNeedTheirFeeds: a feed that is not configured leaves its jobs out.
func TestJobsNeedTheirFeeds(t *testing.T) {
	jobs := func(in Input) map[string]bool {
		seen := map[string]bool{}
		for _, f := range Judge(in) {
			seen[f.Job] = true
		}
		return seen
	}
	want := func(in Input, names ...string) {
		t.Helper()
		if diff := cmp.Diff(names, slices.Sorted(maps.Keys(jobs(in)))); diff != "" {
			t.Error(diff)
		}
	}
	in := feedsOfAll(t)
	want(in, "assistance", "contacts", "exits", "issued", "registry", "schooling", "water")
	in.Tekun, in.Villages = nil, nil
	want(in, "exits", "issued", "registry", "schooling", "water")
	withoutWater := in
	withoutWater.Water = nil
	want(withoutWater, "exits", "issued", "registry", "schooling")
	in.Enrolment, in.Issued = nil, nil
	want(in, "exits", "registry", "water")
	in.Water = nil
	want(in, "registry")
	in.Members = nil
	if found := Judge(in); len(found) > 0 {
		t.Errorf("%d findings without members", len(found))
	}
}

// feedsOfAll is the first county with every feed in which every job finds something,
// and exits by water as by schooling.
func feedsOfAll(t *testing.T) Input {
	t.Helper()
	for seed := range uint64(100) {
		in, seen := seeded(seed), map[string]bool{}
		for _, f := range Judge(in) {
			seen[f.Job] = true
			seen[f.Kind+f.Qualifier] = true
		}
		if seen["contacts"] && seen["schooling"] && seen["issued"] && seen["exit_doubtfulwater"] && seen["exit_doubtfulschooling"] {
			return in
		}
	}
	t.Fatal("no county has them all")
	return Input{}
}
