package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
)

// describe fills in what /proc tells of this process. Where it tells nothing,
// Boot stays empty.
func (o *Owner) describe() {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return
	}
	namespace, err := os.Readlink("/proc/self/ns/pid")
	if err != nil {
		return
	}
	process, err := readProcess(o.PID)
	if err != nil {
		return
	}
	o.Boot, o.Namespace, o.Started = strings.TrimSpace(string(boot)), namespace, process.started
}

// alive says whether the process that has the number was started at the given
// tick and still runs. In doubt it does.
func alive(pid int, started uint64) bool {
	process, err := readProcess(pid)
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist)
	}
	ended := process.state == "Z" || process.state == "X" // killed, and not yet waited for
	return !ended && process.started == started
}

type process struct {
	state   string
	started uint64
}

// readProcess reads /proc/<pid>/stat: number, (name), state, …; the start is the
// 22nd field (proc(5)). The name may have spaces and brackets in it.
func readProcess(pid int) (process, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return process{}, err
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 20 {
		return process{}, fmt.Errorf("/proc/%d/stat has %d fields after the name, not 20", pid, len(fields))
	}
	started, err := strconv.ParseUint(fields[19], 10, 64)
	return process{state: fields[0], started: started}, err
}
