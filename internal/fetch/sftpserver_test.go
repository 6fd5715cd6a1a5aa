package fetch_test

import (
	"testing"

	"github.com/bidui/bidui/internal/fetch"
	"github.com/bidui/bidui/internal/fetch/sftptest"
)

// vault is an SFTP server of a directory of its own.
type vault struct {
	*sftptest.Server
	t     *testing.T
	clock *clock
	env   fetch.Env
}

func newVault(t *testing.T, set ...func(*sftptest.Server)) *vault {
	t.Helper()
	v := &vault{Server: sftptest.New(t, t.TempDir(), set...), t: t, clock: newClock()}
	v.env = v.clock.env(t.TempDir())
	return v
}

// fetch asks for a path below the vault's directory.
func (v *vault) fetch(path string, into *received, spec fetch.SFTPSpec) error {
	v.t.Helper()
	if spec.HostKeys == nil {
		spec.HostKeys = []string{"SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", v.Fingerprint}
	}
	return fetch.SFTP(v.t.Context(), "sftp://u:p%40ss%2Fword@"+v.Address+path, spec, v.env, into.create)
}
