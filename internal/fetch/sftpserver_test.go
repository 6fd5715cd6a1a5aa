package fetch_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"github.com/bidui/bidui/internal/fetch"
)

// vault is an SFTP server of a directory of its own. Its user is u, with the
// password p@ss/word or the private key.
type vault struct {
	t           *testing.T
	dir         string
	address     string
	fingerprint string
	private     ed25519.PrivateKey
	interactive bool // the password is asked for by a question
	silent      bool // sessions are opened, and then nothing comes
	refuse      int  // so many connections are hung up at once
	cutLists    int  // so many lists of directories are cut off after their first name
	clock       *clock
	env         fetch.Env

	mutex       sync.Mutex
	connections []net.Conn
	tried       []string // passwords
}

func newVault(t *testing.T, set ...func(*vault)) *vault {
	t.Helper()
	v := &vault{t: t, dir: t.TempDir(), clock: newClock()}
	v.env = v.clock.env(t.TempDir())
	for _, set := range set {
		set(v)
	}
	host, _ := newKey(t)
	v.fingerprint = ssh.FingerprintSHA256(host.PublicKey())
	user, private := newKey(t)
	v.private = private
	config := v.config(user.PublicKey())
	config.AddHostKey(host)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	v.address = listener.Addr().String()
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			v.mutex.Lock()
			v.connections = append(v.connections, connection)
			refused := len(v.connections) <= v.refuse
			v.mutex.Unlock()
			if refused {
				_ = connection.Close() // is what this is about
				continue
			}
			serving.Go(func() { v.serve(connection, config) })
		}
	})
	t.Cleanup(func() {
		if err := listener.Close(); err != nil {
			t.Error(err)
		}
		v.hangUp()
		serving.Wait()
	})
	return v
}

func newKey(t *testing.T) (ssh.Signer, ed25519.PrivateKey) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return key, private
}

// keys is the user's key in PEM form, as it is and encrypted with the passphrase p@ss/word.
func (v *vault) keys() (open, locked []byte) {
	v.t.Helper()
	plain, err := ssh.MarshalPrivateKey(v.private, "")
	if err != nil {
		v.t.Fatal(err)
	}
	shut, err := ssh.MarshalPrivateKeyWithPassphrase(v.private, "", []byte("p@ss/word"))
	if err != nil {
		v.t.Fatal(err)
	}
	return pem.EncodeToMemory(plain), pem.EncodeToMemory(shut)
}

func (v *vault) config(user ssh.PublicKey) *ssh.ServerConfig {
	password := func(c ssh.ConnMetadata, word []byte) (*ssh.Permissions, error) {
		v.mutex.Lock()
		defer v.mutex.Unlock()
		v.tried = append(v.tried, string(word))
		if c.User() == "u" && string(word) == "p@ss/word" {
			return nil, nil
		}
		return nil, errors.New("no")
	}
	config := &ssh.ServerConfig{
		PublicKeyCallback: func(c ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			if c.User() == "u" && string(key.Marshal()) == string(user.Marshal()) {
				return nil, nil
			}
			return nil, errors.New("no")
		},
	}
	if !v.interactive {
		config.PasswordCallback = password
		return config
	}
	config.KeyboardInteractiveCallback = func(c ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
		given, err := ask("", "", []string{"Code: ", "Password: "}, []bool{true, false})
		if err != nil || given[0] != "" {
			return nil, errors.New("no")
		}
		return password(c, []byte(given[1]))
	}
	return config
}

func (v *vault) serve(connection net.Conn, config *ssh.ServerConfig) {
	_, channels, requests, err := ssh.NewServerConn(connection, config)
	if err != nil {
		_ = connection.Close() // the client knows why
		return
	}
	go ssh.DiscardRequests(requests)
	for offered := range channels {
		channel, requests, err := offered.Accept()
		if err != nil {
			return
		}
		go func() {
			for request := range requests {
				_ = request.Reply(request.Type == "subsystem" && string(request.Payload[4:]) == "sftp", nil) // a client that is gone needs none
			}
		}()
		if v.silent {
			_, _ = io.Copy(io.Discard, channel)
			continue
		}
		if v.cuts() {
			_ = sftp.NewRequestServer(channel, sftp.Handlers{FileList: v}).Serve() // ends with the connection, however that ends
			continue
		}
		server, err := sftp.NewServer(channel, sftp.WithServerWorkingDirectory(v.dir))
		if err != nil {
			v.t.Error(err)
			return
		}
		_ = server.Serve() // likewise
	}
}

// Filelist is sftp.FileLister over the real directory, for lists that are cut off.
func (v *vault) Filelist(request *sftp.Request) (sftp.ListerAt, error) {
	if request.Method != "List" {
		info, err := os.Stat(request.Filepath)
		return lister(func(into []os.FileInfo, _ int64) (int, error) {
			into[0] = info
			return 1, nil
		}), err
	}
	file, err := os.Open(request.Filepath)
	if err != nil {
		return nil, err
	}
	infos, err := file.Readdir(1)
	if err != nil {
		return nil, err
	}
	return lister(func(into []os.FileInfo, offset int64) (int, error) {
		if offset > 0 {
			v.mutex.Lock()
			v.cutLists--
			v.mutex.Unlock()
			v.hangUp()
			return 0, io.EOF
		}
		return copy(into, infos), nil
	}), file.Close()
}

type lister func(into []os.FileInfo, offset int64) (int, error)

func (l lister) ListAt(into []os.FileInfo, offset int64) (int, error) { return l(into, offset) }

// hangUp cuts all connections.
func (v *vault) hangUp() {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	for _, connection := range v.connections {
		_ = connection.Close() // may be cut already
	}
}

func (v *vault) cuts() bool {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	return v.cutLists > 0
}

func (v *vault) connected() int {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	return len(v.connections)
}

// put writes a file into the vault, changed at a fixed time.
func (v *vault) put(name, content string) {
	v.t.Helper()
	path := filepath.Join(v.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		v.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		v.t.Fatal(err)
	}
	then := time.Date(2018, 11, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(path, then, then); err != nil {
		v.t.Fatal(err)
	}
}

// fetch asks for a path below the vault's directory.
func (v *vault) fetch(path string, into *received, spec fetch.SFTPSpec) error {
	v.t.Helper()
	if spec.HostKeys == nil {
		spec.HostKeys = []string{"SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", v.fingerprint}
	}
	return fetch.SFTP(v.t.Context(), "sftp://u:p%40ss%2Fword@"+v.address+path, spec, v.env, into.create)
}
