package main

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReport prints one row of every outcome.
func TestReport(t *testing.T) {
	took := func(seconds ...float64) *sample {
		s := &sample{}
		for _, n := range seconds {
			s.rounds = append(s.rounds, measure{wall: n, cpu: n, peak: 100 * n})
		}
		return s
	}
	samples := map[string]*sample{
		"quick": took(1, 1.2, 1.1), "slow": took(4, 4.4), "restless": took(1, 2, 3),
		"new": {err: fmt.Errorf("%w: no such flag", errAbsent)}, "broken": {err: errors.New("it broke\nhere")}, "late": {},
	}
	rows := []row{
		{what: wall, ours: "quick", peer: "slow", bound: 0.5},
		{what: cpu, ours: "slow", peer: "quick", bound: 0.5},
		{what: wall, ours: "restless", bound: 2},
		{what: peak, ours: "quick", bound: 20, perMember: 50, times: 2},
		{what: wall, ours: "new", peer: "slow", bound: 1},
		{what: wall, ours: "late", peer: "slow", bound: 1},
		{what: wall, ours: "broken", peer: "slow", bound: 1},
	}
	var out strings.Builder
	err := report(&out, []target{{number: "7", text: "what is meant", rows: rows}}, samples, 1<<20)
	if err == nil || !strings.Contains(err.Error(), "broken: it broke") {
		t.Errorf("%v", err)
	}
	var got [][]string
	for line := range strings.Lines(out.String()) {
		got = append(got, strings.Fields(line))
	}
	want := [][]string{
		strings.Fields("target ours peer ratio bound spread"),
		strings.Fields("7 what is meant"),
		strings.Fields("wall, quick / slow 1.10 s 4.20 s 0.26 0.50 1.20 met"),
		strings.Fields("CPU, slow / quick 4.20 s 1.10 s 3.82 0.50 1.20 not met"),
		strings.Fields("wall, restless 2.00 s 2.00 s 3.00 met, unsteady"),
		strings.Fields("peak memory, quick 110 MiB 120 MiB 1.20 met"),
		strings.Fields("wall, new / slow not measured: new: not there: no such flag"),
		strings.Fields("wall, late / slow not measured: late: not there: no round was finished"),
		strings.Fields("wall, broken / slow not met: broken: it broke"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestTargetsNameContenders that there are, and a baseline that runs before what
// starts from its ledger.
func TestTargetsNameContenders(t *testing.T) {
	order := map[string]int{}
	for i, c := range contenders() {
		order[c.name] = i + 1
	}
	for _, target := range targets() {
		for _, name := range target.contenders() {
			if order[name] == 0 {
				t.Errorf("target %s: nobody is called %q", target.number, name)
			}
		}
	}
	if order["ledger"] > order["again"] || order["again"] > order["forced"] {
		t.Errorf("the ledger must be there before it is run on again: %v", order)
	}
}

func TestFlags(t *testing.T) {
	o, err := parse([]string{"-targets", "1 3,7", "-data", "/feeds", "-root", "/tree"})
	if err != nil || !cmp.Equal(o.targets, []string{"1", "3", "7"}) || o.data != "/feeds" || o.cache != "/tree/.cache/peers" || o.rounds != 5 {
		t.Errorf("%+v, %v", o, err)
	}
	for _, wrong := range [][]string{{"-rounds", "0"}, {"-members", "10"}, {"1"}} {
		if _, err := parse(wrong); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}
