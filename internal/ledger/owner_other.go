//go:build !linux

package ledger

// describe leaves Boot empty: only expiry ends a lease here.
func (o *Owner) describe() {}

func alive(int, uint64) bool { return true }
