package fetch

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// Waits between attempts double from the shortest to the longest, half more or
// less at random so that clients that failed together do not return together.
const (
	shortestWait = time.Second
	longestWait  = time.Minute
	longestAsked = 10 * time.Minute // that a server may ask for
)

// passing is an error that another attempt may not meet.
type passing struct {
	error
	after time.Duration // the server asks to wait that long first
}

func (p passing) Unwrap() error { return p.error }

// repeat makes up to so many attempts, as long as they fail with what may pass.
func repeat(ctx context.Context, attempts int, env Env, attempt func() error) error {
	waits := backoff.ExponentialBackOff{
		InitialInterval: shortestWait, MaxInterval: longestWait, Multiplier: 2, RandomizationFactor: 0.5,
	}
	waits.Reset()
	for made := 1; ; made++ {
		err := attempt()
		var again passing
		switch {
		case !errors.As(err, &again): // or nil
			return err
		case ctx.Err() != nil:
			return err
		case made == attempts && made > 1:
			return fmt.Errorf("%w (in the last of %d attempts)", err, made)
		case made == attempts:
			return err
		}
		wait := max(waits.NextBackOff(), min(again.after, longestAsked))
		if gaveUp := env.sleep(ctx, wait); gaveUp != nil {
			return fmt.Errorf("%w (before the next attempt: %w)", err, gaveUp)
		}
	}
}
