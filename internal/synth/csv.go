package synth

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// File is one file that was written.
type File struct {
	Name  string
	Rows  int64 // without the header
	Bytes int64
}

// Summary is what was written.
type Summary struct {
	Files   []File
	Planted map[string]int64 // kind → households in which one was planted
}

// WriteCSV writes the plan's feeds into dir, which it creates if need be:
// households.csv, members.csv, villages.csv, dibao.csv, tekun.csv and water.csv
// in UTF-8, and bidui.yaml, which reads them. A file of that name is replaced,
// once the new one is complete. Unless it is nil, progress is told now and then
// how many steps of how many are done.
func WriteCSV(ctx context.Context, dir string, p Plan, progress func(done, total int64)) (Summary, error) {
	w, err := newWorld(p)
	if err != nil {
		return Summary{}, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Summary{}, fmt.Errorf("create the directory of the feeds: %w", err)
	}
	f, err := createFeeds(dir, p)
	if err != nil {
		return Summary{}, err
	}
	run := &writing{world: w, feeds: f, planted: map[string]int64{}, steps: &steps{stopped: ctx.Err, progress: progress}}
	if err := run.write(); err != nil {
		return Summary{}, errors.Join(err, f.discard())
	}
	files, err := f.finish()
	if err != nil {
		return Summary{}, err
	}
	return Summary{Files: files, Planted: run.planted}, writeFile(filepath.Join(dir, "bidui.yaml"), settings(p))
}

// Names is what the files are called that WriteCSV writes.
func Names() []string {
	return []string{"households.csv", "members.csv", "villages.csv", "dibao.csv", "tekun.csv", "water.csv", "bidui.yaml"}
}

// writing is one call of WriteCSV on its way through the plan.
type writing struct {
	world   *world
	feeds   *feeds
	steps   *steps
	planted map[string]int64
}

func (w *writing) write() error {
	for k := range w.world.villages {
		w.feeds.villages.add(&w.world.villages[k])
	}
	if w.world.plan.Shuffle {
		return w.shuffled()
	}
	return w.grouped()
}

// grouped writes household by household into all files at once.
func (w *writing) grouped() error {
	w.steps.total = int64(w.world.plan.Households)
	var h home
	for i := range w.world.plan.Households {
		w.world.make(&h, i)
		w.addHousehold(&h)
		for k := range h.members {
			w.feeds.members.add(&h.members[k])
		}
		w.feeds.addRosters(&h)
		if err := w.steps.next(); err != nil {
			return err
		}
	}
	return nil
}

// shuffled writes households, members and rosters each in an order of its own,
// and makes each household anew where it is needed.
func (w *writing) shuffled() error {
	p := w.world.plan
	w.steps.total = int64(2*p.Households + p.Members)
	var h home
	return errors.Join(
		w.inOrder(p.Households, streamHouseholdOrder, func(i int) {
			w.world.make(&h, i)
			w.addHousehold(&h)
		}),
		w.inOrder(p.Members, streamMemberOrder, func(person int) {
			i := w.world.householdOf(person)
			w.world.make(&h, i)
			w.feeds.members.add(&h.members[person-w.world.start(i)])
		}),
		w.inOrder(p.Households, streamRosterOrder, func(i int) {
			w.world.make(&h, i)
			w.feeds.addRosters(&h)
		}),
	)
}

// inOrder visits the numbers below n in the shuffled order of a stream.
func (w *writing) inOrder(n int, stream uint64, visit func(i int)) error {
	order := newPermutation(n, w.world.plan.Seed, stream)
	for k := range n {
		visit(order.at(k))
		if err := w.steps.next(); err != nil {
			return err
		}
	}
	return nil
}

func (w *writing) addHousehold(h *home) {
	w.feeds.households.add(h)
	if h.planted != "" {
		w.planted[h.planted]++
	}
}

// steps counts the steps done, reports them and notices when to give up.
type steps struct {
	stopped     func() error // why to give up, if so
	progress    func(done, total int64)
	done, total int64
}

func (s *steps) next() error {
	s.done++
	if s.done%4096 != 0 && s.done != s.total {
		return nil
	}
	if s.progress != nil {
		s.progress(s.done, s.total)
	}
	if err := s.stopped(); err != nil {
		return fmt.Errorf("generate the feeds: stopped after %d of %d steps: %w", s.done, s.total, err)
	}
	return nil
}
