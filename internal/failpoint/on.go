//go:build failpoints

package failpoint

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

const variable = "BIDUI_FAILPOINT"

// Hit says that a point has been reached. How often is counted in the
// environment, which is the process's own.
func Hit(point string) {
	var wanted, action string
	var times int
	if _, err := fmt.Sscan(os.Getenv(variable), &wanted, &times, &action); err != nil || wanted != point {
		return
	}
	if times > 1 {
		_ = os.Setenv(variable, fmt.Sprint(wanted, " ", times-1, " ", action)) // a name without = and NUL can be set
		return
	}
	_ = os.Unsetenv(variable)
	if action == "stop" {
		stop()
		return
	}
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {} // death is on its way
}

// stop returns when the process has been told to go on: a signal may be on its
// way to another thread for a while.
func stop() {
	awake := make(chan os.Signal, 1)
	signal.Notify(awake, syscall.SIGCONT)
	defer signal.Stop(awake)
	_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
	<-awake
}
