package source

import (
	"context"
	"errors"
	"io"
	"io/fs"
)

// ErrDamaged is, for errors.Is, every error of an input that was reached and is
// not what it should be: cut off, in no format or encoding that is read, changed
// while it was read, or a stream of rows that broke. Trying again mends none of
// it. What keeps an input from being reached is no damage: no such file, no
// right to it, no connection, a query that is refused.
var ErrDamaged = errors.New("the input is damaged")

// damage is an error that is an ErrDamaged, and reads as it did before.
type damage struct{ error }

func (d damage) Unwrap() error { return d.error }

func (d damage) Is(target error) bool { return target == ErrDamaged }

// asDamage marks an error in taking an input apart, unless it is its end, or
// somebody wanted no more of it, or the system could not read it.
func asDamage(err error) error {
	var system *fs.PathError
	switch {
	case err == nil, err == io.EOF, errors.As(err, &system),
		errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return damage{err}
}
