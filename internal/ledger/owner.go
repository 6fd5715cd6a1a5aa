package ledger

import (
	"cmp"
	"fmt"
	"os"
)

// Owner is the process that holds a lease. Where the system tells when a process
// started (Linux), another process of the same machine can know that an owner is
// dead, and need not wait for its lease to expire.
type Owner struct {
	Host      string
	PID       int
	Boot      string // names the machine since it was started; empty: death cannot be known
	Namespace string // in which PID counts
	Started   uint64 // when the process was started, in ticks since Boot
}

// CurrentOwner is this process.
func CurrentOwner() Owner {
	host, err := os.Hostname()
	if err != nil {
		host = "this machine" // only people read it
	}
	owner := Owner{Host: host, PID: os.Getpid()}
	owner.describe()
	return owner
}

// unknown stands for an empty Boot or Namespace in the text of an owner.
const unknown = "-"

// String writes the owner as leases store it.
func (o Owner) String() string {
	return fmt.Sprintf("%d %s %s %d %s", o.PID, cmp.Or(o.Boot, unknown), cmp.Or(o.Namespace, unknown), o.Started, o.Host)
}

// parseOwner is the inverse of String; what it cannot read belongs to nobody
// known, whose death cannot be known either.
func parseOwner(text string) Owner {
	var o Owner
	if _, err := fmt.Sscanf(text, "%d %s %s %d %s", &o.PID, &o.Boot, &o.Namespace, &o.Started, &o.Host); err != nil {
		return Owner{Host: text}
	}
	if o.Boot == unknown {
		o.Boot, o.Namespace = "", ""
	}
	return o
}

// knowsDead says whether o can tell that other has ended: it was a process of
// the same machine, and is one no more.
func (o Owner) knowsDead(other Owner) bool {
	if o.Boot == "" || o.Boot != other.Boot || o.Namespace != other.Namespace {
		return false
	}
	return !alive(other.PID, other.Started)
}
