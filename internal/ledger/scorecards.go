package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/bidui/bidui/internal/period"
)

// Frozen is how the counties stood at the end of a month, as it was written down
// once. It mirrors the table scorecards.
type Frozen struct {
	Month    string    `db:"month"`   // 2018-11
	Content  string    `db:"content"` // JSON
	Digest   string    `db:"digest"`  // SHA-256 of the content, in hex
	FrozenAt time.Time `db:"-"`
	Version  string    `db:"version"` // of bidui
}

// ErrFrozen is, for errors.Is, that a month was frozen before, and otherwise.
var ErrFrozen = errors.New("the month is frozen already, with other contents")

// Freeze keeps the content of a month for ever. A month that was frozen with the
// same content stays as it is; with another it is an ErrFrozen. The row that
// then stands is returned, and whether it was there before.
func (l *Ledger) Freeze(ctx context.Context, month period.Month, content, version string) (f Frozen, before bool, err error) {
	if l.db == nil {
		return f, false, ErrReadOnly
	}
	sum := sha256.Sum256([]byte(content))
	digest := hex.EncodeToString(sum[:])
	err = l.write(ctx, func(t *tx) error {
		if _, err := lockNumbers(ctx, t); err != nil { // one after the other
			return err
		}
		f, before, err = frozen(ctx, t, month.String())
		switch {
		case err != nil:
			return err
		case before && f.Digest != digest:
			return ErrFrozen
		case before:
			return nil
		}
		f = Frozen{Month: month.String(), Content: content, Digest: digest, FrozenAt: instant(micros(l.now())), Version: version}
		_, err := t.exec(ctx, "INSERT INTO scorecards (month, content, digest, frozen_at, version) VALUES (?, ?, ?, ?, ?)",
			f.Month, f.Content, f.Digest, micros(f.FrozenAt), f.Version)
		return err
	})
	if err != nil {
		return f, before, fmt.Errorf("freeze %s: %w", month, err)
	}
	return f, before, nil
}

// Frozen is the frozen copy of a month; false where there is none. A copy that
// is not what was frozen is an error.
func (l *Ledger) Frozen(ctx context.Context, month period.Month) (f Frozen, ok bool, err error) {
	err = l.read(ctx, func(t *tx) (err error) {
		f, ok, err = frozen(ctx, t, month.String())
		return err
	})
	if err == nil && ok {
		if sum := sha256.Sum256([]byte(f.Content)); hex.EncodeToString(sum[:]) != f.Digest {
			err = errors.New("it was changed since: its digest is another")
		}
	}
	if err != nil {
		return f, ok, fmt.Errorf("look up the frozen scorecard of %s: %w", month, err)
	}
	return f, ok, nil
}

// FrozenMonths is every frozen copy without its content, oldest month first.
func (l *Ledger) FrozenMonths(ctx context.Context) (all []Frozen, err error) {
	err = l.read(ctx, func(t *tx) (err error) {
		all, err = frozenRows(ctx, t, "SELECT month, '' AS content, digest, frozen_at, version FROM scorecards ORDER BY month")
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look up the frozen scorecards: %w", err)
	}
	return all, nil
}

func frozen(ctx context.Context, t *tx, month string) (Frozen, bool, error) {
	rows, err := frozenRows(ctx, t, "SELECT month, content, digest, frozen_at, version FROM scorecards WHERE month = ?", month)
	if err != nil || len(rows) == 0 {
		return Frozen{}, false, err
	}
	return rows[0], true, nil
}

func frozenRows(ctx context.Context, t *tx, query string, args ...any) ([]Frozen, error) {
	var stored []struct {
		Frozen
		At int64 `db:"frozen_at"`
	}
	if err := t.list(ctx, &stored, query, args...); err != nil {
		return nil, err
	}
	rows := make([]Frozen, len(stored))
	for i, s := range stored {
		rows[i] = s.Frozen
		rows[i].FrozenAt = instant(s.At)
	}
	return rows, nil
}
