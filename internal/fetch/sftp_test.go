package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bidui/bidui/internal/fetch"
	"github.com/bidui/bidui/internal/fetch/sftptest"
)

const password = "p@ss/word"

func TestFilesArriveInTheOrderOfTheirNames(t *testing.T) {
	v := newVault(t)
	large := strings.Repeat("430599,张三\n", 300_000)
	for name, content := range map[string]string{
		"in/201712.csv": "c", "in/201710.csv": large, "in/201711.csv": "", "in/.201709.csv": "hidden", "in/~$201710.csv": "open", "in/a.txt": "other",
		"in/2018/a.csv": "x", "in/2019/a.csv": "y", "in/2019/b.csv": "z", "in/.old/a.csv": "hidden", "[1].csv": "literal",
	} {
		v.Put(name, content)
	}
	for path, want := range map[string]string{
		"/in/*.csv":          "201710.csv=" + large + ";201711.csv=;201712.csv=c;",
		"/in/20171[12].csv":  "201711.csv=;201712.csv=c;",
		"/in/a.txt":          "a.txt=other;",
		"/in/20*/a.csv":      "2018/a.csv=x;2019/a.csv=y;",
		"/i*/20*/b.csv":      "in/2019/b.csv=z;",
		"/in//2019/../a.txt": "a.txt=other;",
		"/[1].csv":           "[1].csv=literal;",
	} {
		for prefix, spelling := range map[string]string{"absolute": v.Dir + path, "relative": "/~" + path} {
			into := new(received)
			if err := v.fetch(spelling, into, fetch.SFTPSpec{}); err != nil || into.text() != want {
				t.Errorf("%s %s: %.80q, %v", prefix, path, into.text(), err)
			}
		}
	}
}

func TestWhatIsNoFileIsRefused(t *testing.T) {
	v := newVault(t)
	v.Put("in/a.csv", "x")
	if err := os.Symlink(os.DevNull, filepath.Join(v.Dir, "null.csv")); err != nil {
		t.Fatal(err)
	}
	for path, says := range map[string]string{
		"/out/a.csv": "/out/a.csv: there is no such file", "/out/*.csv": "there is no such file", "/in/*.xlsx": "no file matches",
		"/in": "it is a directory: name the files in it", "/i*": "it is a directory", "/in/[": "the pattern cannot be read", "/null.csv": "not a regular file",
	} {
		err := v.fetch(v.Dir+path, new(received), fetch.SFTPSpec{})
		wantError(t, err, false, "sftp://"+v.Address+"/", says)
		if strings.Contains(err.Error(), password) || strings.Contains(err.Error(), "u:") {
			t.Errorf("too much is said: %v", err)
		}
	}
	if len(v.clock.waits) != 0 {
		t.Errorf("waits %v", v.clock.waits)
	}
}

func TestServersMustBeTheOnesThatAreMeant(t *testing.T) {
	v := newVault(t)
	v.Put("a.csv", "x")
	err := v.fetch(v.Dir+"/a.csv", new(received), fetch.SFTPSpec{HostKeys: []string{}})
	wantError(t, err, false, "host_key is missing: the server presents "+v.Fingerprint+" (ssh-ed25519); compare it")
	stranger := "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	err = v.fetch(v.Dir+"/a.csv", new(received), fetch.SFTPSpec{HostKeys: []string{stranger}})
	wantError(t, err, false, "the server presents the host key "+v.Fingerprint, "not in host_key")
	if len(v.Tried()) > 0 || len(v.clock.waits) > 0 {
		t.Errorf("passwords %q were told to a stranger, waits %v", v.Tried(), v.clock.waits)
	}
	for _, pinned := range []string{v.Fingerprint + "=", v.Other} { // whichever of its keys it is known by
		if err := v.fetch(v.Dir+"/a.csv", new(received), fetch.SFTPSpec{HostKeys: []string{stranger, pinned}}); err != nil {
			t.Error(err)
		}
	}
}

func TestUsersProveWhoTheyAre(t *testing.T) {
	for _, interactive := range []bool{false, true} {
		v := newVault(t, func(v *sftptest.Server) { v.Interactive = interactive })
		v.Put("a.csv", "x")
		open, locked := v.Keys()
		t.Setenv("BIDUI_TEST_KEY", string(locked))
		t.Setenv("BIDUI_TEST_WORD", password)
		if err := os.WriteFile(filepath.Join(v.env.Dir, "id"), open, 0o600); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			user, says string
			spec       fetch.SFTPSpec
		}{
			"password":         {"u:p%40ss%2Fword", "", fetch.SFTPSpec{}},
			"key file":         {"u", "", fetch.SFTPSpec{Key: "id"}},
			"locked key":       {"u", "", fetch.SFTPSpec{Key: "${env:BIDUI_TEST_KEY}", Passphrase: "${env:BIDUI_TEST_WORD}"}},
			"key and password": {"u:hunter2", "", fetch.SFTPSpec{Key: "id"}},
			"wrong password":   {"u:hunter2", "the server does not accept this user", fetch.SFTPSpec{}},
			"wrong user":       {"hunter2", "the server does not accept this user", fetch.SFTPSpec{Key: "id"}},
			"nothing":          {"u", "nothing proves who the user is", fetch.SFTPSpec{}},
			"no passphrase":    {"u", "sftp.key is encrypted", fetch.SFTPSpec{Key: "${env:BIDUI_TEST_KEY}"}},
			"wrong passphrase": {"u", "sftp.key: ", fetch.SFTPSpec{Key: "${env:BIDUI_TEST_KEY}", Passphrase: "hunter2"}},
			"no key file":      {"u", "sftp.key: ", fetch.SFTPSpec{Key: "absent"}},
			"no key":           {"u", "sftp.key: what ${env:BIDUI_TEST_WORD} refers to", fetch.SFTPSpec{Key: "${env:BIDUI_TEST_WORD}"}},
		} {
			c.spec.HostKeys = []string{v.Fingerprint}
			into := new(received)
			err := fetch.SFTP(t.Context(), "sftp://"+c.user+"@"+v.Address+v.Dir+"/a.csv", c.spec, v.env, into.create)
			if c.says == "" {
				if err != nil || into.text() != "a.csv=x;" {
					t.Errorf("%s: %s, %v", name, into.text(), err)
				}
				continue
			}
			wantError(t, err, false, c.says)
			for _, hidden := range []string{"hunter2", password} {
				if err != nil && strings.Contains(err.Error(), hidden) {
					t.Errorf("%s: the secret is in %v", name, err)
				}
			}
		}
		if len(v.clock.waits) != 0 {
			t.Errorf("waits %v", v.clock.waits)
		}
	}
}

func TestFilesThatChangeWhileTheyAreReadAreIncomplete(t *testing.T) {
	content := strings.Repeat("x", 1<<20)
	for name, c := range map[string]struct {
		change func(path string) error
		says   string
	}{
		"grows": {func(path string) error {
			file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			if _, err := file.WriteString("more"); err != nil {
				return err
			}
			return file.Close()
		}, "it had 1048576 bytes, "},
		"shrinks": {func(path string) error { return os.Truncate(path, 1<<19) }, "and now it has 524288"},
		"is rewritten": {func(path string) error { // in place: it never has another length
			file, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			_, err = file.WriteString(content)
			return errors.Join(err, file.Close())
		}, "(2018-11-01 00:00:00, now "},
		"is replaced": {func(path string) error {
			if err := os.WriteFile(path+".part", []byte(content), 0o600); err != nil {
				return err
			}
			return os.Rename(path+".part", path)
		}, "(2018-11-01 00:00:00, now "},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVault(t)
			v.Put("a.csv", content)
			into := new(received)
			into.onWrite = func() {
				into.onWrite = nil
				if err := c.change(filepath.Join(v.Dir, "a.csv")); err != nil {
					t.Error(err)
				}
			}
			err := v.fetch(v.Dir+"/*.csv", into, fetch.SFTPSpec{})
			wantError(t, err, true, v.Dir+"/a.csv: the file changed while it was read", c.says)
		})
	}
}

func TestFilesThatVanishWhileTheyAreReadAreIncomplete(t *testing.T) {
	v := newVault(t)
	v.Put("a.csv", strings.Repeat("x", 1<<20))
	into := &received{onWrite: func() {
		if err := os.Remove(filepath.Join(v.Dir, "a.csv")); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Error(err)
		}
	}}
	wantError(t, v.fetch(v.Dir+"/a.csv", into, fetch.SFTPSpec{}), true, "there is no such file")
}

func TestLostConnectionsAreMadeAgain(t *testing.T) {
	content := strings.Repeat("x", 4<<20)
	v := newVault(t, func(v *sftptest.Server) { v.Refuse = 2 })
	v.Put("a.csv", "first")
	v.Put("b.csv", content)
	cuts, writes := 2, 0
	into := new(received)
	into.onWrite = func() {
		if writes++; writes > 1 && cuts > 0 { // the first file has one write
			cuts--
			v.HangUp()
		}
	}
	if err := v.fetch(v.Dir+"/*.csv", into, fetch.SFTPSpec{}); err != nil {
		t.Fatal(err)
	}
	if into.text() != "a.csv=first;b.csv="+content+";" {
		t.Errorf("%d bytes as %q", len(into.text()), into.names)
	}
	if v.Connected() < 4 || v.Connected() != len(v.clock.waits)+1 {
		t.Errorf("%d connections, waits %v", v.Connected(), v.clock.waits)
	}
}

func TestListsThatAreCutOffAreNotTakenForWhole(t *testing.T) {
	v := newVault(t, func(v *sftptest.Server) { v.CutLists = 2 })
	for _, name := range []string{"a.csv", "b.csv", "c.csv"} {
		v.Put(name, "x")
	}
	into := new(received)
	if err := v.fetch(v.Dir+"/*.csv", into, fetch.SFTPSpec{}); err != nil || into.text() != "a.csv=x;b.csv=x;c.csv=x;" {
		t.Errorf("%s, %v", into.text(), err)
	}
	if len(v.clock.waits) != 2 {
		t.Errorf("waits %v", v.clock.waits)
	}
}

func TestConnectionsThatAreAlwaysLost(t *testing.T) {
	v := newVault(t)
	v.Put("a.csv", strings.Repeat("x", 4<<20))
	err := v.fetch(v.Dir+"/a.csv", &received{onWrite: v.HangUp}, fetch.SFTPSpec{Attempts: 3})
	wantError(t, err, true, "a.csv: the connection was lost", "the last of 3 attempts")
	v = newVault(t, func(v *sftptest.Server) { v.Refuse = 100 })
	err = v.fetch(v.Dir+"/a.csv", new(received), fetch.SFTPSpec{})
	wantError(t, err, false, "the connection was lost during the greeting", "the last of 6 attempts")
	if v.Connected() != 6 {
		t.Errorf("%d connections", v.Connected())
	}
}

func TestSilentSFTPServersAreGivenUp(t *testing.T) {
	v := newVault(t, func(v *sftptest.Server) { v.Silent = true })
	for _, c := range []struct {
		timeouts fetch.Timeouts
		says     string
	}{
		{fetch.Timeouts{Stall: 300 * time.Millisecond}, "the server sent nothing for 300ms"},
		{fetch.Timeouts{Connect: 3 * time.Second}, "the server did not finish its greeting for 3s"},
		{fetch.Timeouts{Overall: 300 * time.Millisecond}, "it was not done after trying for 300ms"},
	} {
		err := v.fetch("/a.csv", new(received), fetch.SFTPSpec{Timeouts: c.timeouts, Attempts: 1})
		wantError(t, err, false, c.says)
	}
}

func TestSFTPEndsWhenItIsCancelledOrCannotWrite(t *testing.T) {
	v := newVault(t)
	v.Put("a.csv", strings.Repeat("x", 4<<20))
	full := errors.New("the disk is full")
	err := v.fetch(v.Dir+"/a.csv", &received{refuse: full}, fetch.SFTPSpec{})
	wantError(t, err, false, "write what was received: the disk is full")
	if !errors.Is(err, full) {
		t.Error(err)
	}
	denied := func(string) (io.Writer, error) { return nil, fmt.Errorf("our own disk: %w", fs.ErrPermission) }
	err = fetch.SFTP(t.Context(), "sftp://u:p%40ss%2Fword@"+v.Address+v.Dir+"/a.csv", fetch.SFTPSpec{HostKeys: []string{v.Fingerprint}}, v.env, denied)
	wantError(t, err, false, "our own disk: ")
	ctx, cancel := context.WithCancel(t.Context())
	into := &received{onWrite: cancel}
	err = fetch.SFTP(ctx, "sftp://u:p%40ss%2Fword@"+v.Address+v.Dir+"/a.csv", fetch.SFTPSpec{HostKeys: []string{v.Fingerprint}}, v.env, into.create)
	wantError(t, err, false)
	if !errors.Is(err, context.Canceled) || v.Connected() != 3 {
		t.Errorf("%d connections, %v", v.Connected(), err)
	}
}
