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

// allKinds are the kinds of the three jobs, id_suspected apart.
var allKinds = []string{
	"dibao_unmarked", "dibao_unsupported", "attribute_wrong", "attribute_unsupported", "dibao_tekun_overlap", "paid_after_death",
	"member_missing", "single_dibao_excluded", "household_unregistered", "should_be_covered", "name_differs",
	"id_invalid", "id_duplicate", "member_orphaned", "household_empty", "head_id_differs", "head_count_wrong",
	"water_unmarked", "water_marked_safe", "water_marked_unsafe", "water_no_record", "water_verdict_conflict", "water_flags_contradict", "water_rows_disagree",
}

func seeded(seed uint64) Input { return Random(rand.New(rand.NewPCG(seed, 1)), Shape{}) }

// TestRandomCoversEveryKind wants every kind, every reason and every detail in
// many of 300 counties, so that a comparison over a few of them means something.
func TestRandomCoversEveryKind(t *testing.T) {
	seeds := map[string]int{} // what was seen → in how many counties
	for seed := range uint64(300) {
		seen := map[string]bool{}
		for _, f := range Judge(seeded(seed)) {
			seen[f.Kind] = true
			seen[f.Kind+" "+f.Severity] = true
			for _, key := range []string{"route", "class", "reason", "inferred", "outside_window"} {
				seen[key+"="+f.Detail[key]] = true
			}
		}
		for what := range seen {
			seeds[what]++
		}
	}
	wanted := slices.Concat(allKinds, []string{"dibao_unsupported info", "water_marked_safe critical", "name_differs low", "name_differs medium",
		"route=supplement", "route=new_identification", "inferred=true", "outside_window=true",
		"reason=missing", "reason=pseudo", "reason=damaged", "reason=masked", "reason=length", "reason=character",
		"reason=region", "reason=birth_date", "reason=checksum"})
	for _, what := range wanted {
		if seeds[what] < 60 {
			t.Errorf("%s is found in %d of 300 counties only", what, seeds[what])
		}
	}
	t.Log(seeds)
}

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
		for _, row := range slices.Concat(in.Households, in.Members, in.Dibao, in.Tekun, in.Water) {
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
		for field, rows := range map[string][]Row{
			"household_id": in.Households, "attribute": in.Households, "safe_water": in.Households,
			"member_id": in.Members, "name": in.Members, "id_number": in.Dibao, "dibao": in.Members,
		} {
			if !mapped(rows, field) {
				t.Errorf("seed %d: no column %s", seed, field)
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
// part those with D or T among them.
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
		for _, key := range w.people() {
			want := 0
			if (w.has(w.dibao, key) || w.has(w.tekun, key)) && !w.registered(key) {
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
	in := seeded(1)
	if diff := cmp.Diff(map[string]bool{"assistance": true, "registry": true, "water": true}, jobs(in)); diff != "" {
		t.Error(diff)
	}
	in.Tekun, in.Water = nil, nil
	if diff := cmp.Diff(map[string]bool{"registry": true}, jobs(in)); diff != "" {
		t.Error(diff)
	}
	in.Members = nil
	if found := Judge(in); len(found) > 0 {
		t.Errorf("%d findings without members", len(found))
	}
}
