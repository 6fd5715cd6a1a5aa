package jobs

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// errInternal says that the program is at fault, not what it read.
var errInternal = errors.New("internal error, please report it")

// safely makes a panic of work an error, so that one broken run neither ends
// the service nor leaves its lease behind.
func safely(work func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v\n%s", errInternal, p, debug.Stack())
		}
	}()
	return work()
}
