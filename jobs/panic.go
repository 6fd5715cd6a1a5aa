package jobs

import (
	"fmt"
	"runtime/debug"
)

// safely makes a panic of work an error, so that one broken run neither ends
// the service nor leaves its lease behind.
func safely(work func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("internal error, please report it: %v\n%s", p, debug.Stack())
		}
	}()
	return work()
}
