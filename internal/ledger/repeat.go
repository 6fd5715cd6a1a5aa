package ledger

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

// Standing is the result of a job's last successful run, where another run would
// come to the same, if only its feeds are what they were (Feeds): it was about
// the same area as of the same day, with the same configuration and version of
// bidui; since it began nobody has waived anything, lifted a waiver or decided how
// something is to be handled; it held no county, so that all of its feeds are
// believed; and no other job's run has read these otherwise since.
type Standing struct {
	Run   int64     // which found it
	Feeds []FeedRow // what was read, by feed

	last    RunRow         // the newest run with this result: Run, or one that repeated it
	rejects map[string]int // how many, by feed
}

// errNotStanding ends a transaction that has nothing to repeat.
var errNotStanding = errors.New("the result of the former run does not stand any more")

// Standing finds the result that a run would repeat. nil: there is none.
func (l *Ledger) Standing(ctx context.Context, s Start) (*Standing, error) {
	var found *Standing
	err := l.read(ctx, func(t *tx) (err error) {
		found, err = findStanding(ctx, t, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look up what the last run of %s found: %w", s.Job, err)
	}
	return found, nil
}

func findStanding(ctx context.Context, t *tx, s Start) (*Standing, error) {
	runs, err := runRows(ctx, t, "WHERE id = (SELECT MAX(id) FROM runs WHERE job = ? AND status = ?)", s.Job, Succeeded)
	if err != nil || len(runs) == 0 || !s.repeats(&runs[0]) {
		return nil, err
	}
	found := &Standing{Run: cmp.Or(runs[0].SameAs, runs[0].ID), last: runs[0]}
	var decided int64
	if err := t.get(ctx, &decided, "SELECT COALESCE(decisions, 0) FROM runs WHERE id = ?", found.last.ID); err != nil {
		return nil, err
	}
	if next, err := decisions(ctx, t); err != nil || decided != next {
		return nil, err
	}
	if found.Feeds, err = feedRows(ctx, t, "WHERE f.run_id = ? ORDER BY f.feed", found.last.ID); err != nil {
		return nil, err
	}
	if still, err := stillRead(ctx, t, found.Feeds); err != nil || !still {
		return nil, err
	}
	found.rejects, err = keptRejectCounts(ctx, t)
	return found, err
}

// repeats says whether the run starts as a former one did. What is not known of
// its making is not known to be the same.
func (s *Start) repeats(r *RunRow) bool {
	return s.ConfigDigest != "" && s.Version != "" && r.ConfigDigest == s.ConfigDigest && r.Version == s.Version &&
		r.Area == s.Scope.String() && r.AsOf == s.AsOf.String()
}

// stillRead says whether the last successful run of any job got the same from
// each of the feeds. From that follow the baselines of the guards, and which
// rejects are kept.
func stillRead(ctx context.Context, t *tx, feeds []FeedRow) (bool, error) {
	newest, err := feedRows(ctx, t, newestFeeds, Succeeded)
	if err != nil {
		return false, err
	}
	now := make(map[string]FeedRow, len(newest))
	for _, row := range newest {
		now[row.Feed] = row
	}
	for _, was := range feeds {
		is := now[was.Feed]
		if len(was.HeldCounties) > 0 || is.Digest != was.Digest || is.RejectsDigest != was.RejectsDigest || !maps.Equal(is.CountyRows, was.CountyRows) {
			return false, nil
		}
	}
	return len(feeds) > 0, nil
}

// keptRejectCounts counts the rejects by feed that successful runs left.
func keptRejectCounts(ctx context.Context, t *tx) (map[string]int, error) {
	var rows []struct {
		Feed string `db:"feed"`
		N    int    `db:"n"`
	}
	err := t.list(ctx, &rows, "SELECT x.feed, COUNT(*) AS n FROM rejects x JOIN runs r ON r.id = x.run_id WHERE r.status = ? GROUP BY x.feed", Succeeded)
	counts := make(map[string]int, len(rows))
	for _, row := range rows {
		counts[row.Feed] = row.N
	}
	return counts, err
}

// Reads is what a run that repeats the result has read. Of the rejects it has the
// number only.
func (s *Standing) Reads() []FeedRead {
	reads := make([]FeedRead, len(s.Feeds))
	for i, f := range s.Feeds {
		reads[i] = FeedRead{
			Feed: f.Feed, Location: f.Location, Digest: f.Digest,
			RowsRead: f.RowsRead, RowsAccepted: f.RowsAccepted, RowsRejected: f.RowsRejected,
			CountyRows: f.CountyRows, Counties: f.Counties, Inputs: f.Inputs, Headers: f.Headers, Notes: f.Notes,
			kept: s.rejects[f.Feed],
		}
	}
	return reads
}

// Repeat ends the run as a success that found what the standing run did, when the
// inputs were compared. Only the run itself is entered, as Record would do it. It
// is false, and the run goes on, where the result stands no more.
func (r *Run) Repeat(ctx context.Context, s *Standing) (Tally, bool, error) {
	tally, err := r.success(ctx, func(t *tx) (Tally, error) { return r.repeat(ctx, t, s) })
	if errors.Is(err, errNotStanding) {
		return Tally{}, false, nil
	}
	return tally, err == nil, err
}

// repeat is the transaction of Repeat.
func (r *Run) repeat(ctx context.Context, t *tx, s *Standing) (Tally, error) {
	if _, err := r.claim(ctx, t); err != nil {
		return Tally{}, err
	}
	now, err := findStanding(ctx, t, r.start)
	if err != nil {
		return Tally{}, err
	}
	if now == nil || now.last.ID != s.last.ID {
		return Tally{}, errNotStanding
	}
	if err := r.repeatFeeds(ctx, t, s); err != nil {
		return Tally{}, err
	}
	tally, err := r.tally(ctx, t)
	if err != nil {
		return Tally{}, err
	}
	if tally.Unresolved != s.last.Unresolved { // somebody edited the ledger
		return Tally{}, errNotStanding
	}
	_, err = t.exec(ctx, "UPDATE runs SET status = ?, finished_at = ?, unresolved = ?, same_as = ?, findings_digest = ? WHERE id = ?",
		Succeeded, micros(r.l.now()), tally.Unresolved, s.Run, s.last.Findings, r.id)
	if err != nil {
		return Tally{}, err
	}
	return tally, r.release(ctx, t)
}

// repeatFeeds enters that the run read what the standing one did.
func (r *Run) repeatFeeds(ctx context.Context, t *tx, s *Standing) error {
	for _, f := range s.Feeds {
		there, err := clearRejects(ctx, t, true, f.Feed, f.RejectsDigest)
		if err != nil {
			return err
		}
		if !there && f.RejectsDigest != "" {
			return errNotStanding
		}
	}
	const same = "location, digest, rows_read, rows_accepted, rows_rejected, held_counties, county_rows, rejects_digest, inputs, headers, notes, counties"
	_, err := t.exec(ctx, "INSERT INTO run_feeds (run_id, feed, changed_at, "+same+") SELECT ?, f.feed, (SELECT MAX(g.changed_at) FROM run_feeds g "+
		"JOIN runs r ON r.id = g.run_id WHERE r.status = ? AND g.feed = f.feed AND g.digest = f.digest), "+same+
		" FROM run_feeds f WHERE f.run_id = ?", r.id, Succeeded, s.last.ID)
	return err
}

// tally counts what is unresolved in the run's scope, when nothing happened.
func (r *Run) tally(ctx context.Context, t *tx) (Tally, error) {
	const sort = "kind, severity, status, county_key"
	place := ""
	if !r.start.Scope.Everything() { // what an area covers is said in one place, in Go
		place = ", county, town, village, area_code"
	}
	var rows []struct {
		Kind     string `db:"kind"`
		Severity string `db:"severity"`
		Status   string `db:"status"`
		Key      string `db:"county_key"`
		County   string `db:"county"`
		Town     string `db:"town"`
		Village  string `db:"village"`
		Code     string `db:"area_code"`
		Count    int    `db:"n"`
	}
	err := t.list(ctx, &rows, "SELECT "+sort+place+", COUNT(*) AS n FROM discrepancies WHERE job = ? AND status <> ? GROUP BY "+sort+place,
		r.start.Job, StatusResolved)
	tally := Tally{Kinds: map[string]Counts{}, Cells: map[Cell]int{}}
	for _, row := range rows {
		if !r.start.Scope.Covers(registry.Area{Code: row.Code, County: row.County, Town: row.Town, Village: row.Village}) {
			continue
		}
		c := tally.Kinds[row.Kind]
		if row.Status == StatusOpen && row.Severity != rules.Info.String() {
			c.Unresolved += row.Count
			tally.Unresolved += row.Count
			tally.Cells[Cell{row.Kind, row.Key}] += row.Count
		}
		tally.Kinds[row.Kind] = c
	}
	return tally, err
}
