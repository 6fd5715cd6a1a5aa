// Package sftptest runs an SFTP server for tests, within their process. It
// serves what is in a directory, and can be as difficult as servers are.
package sftptest

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

// Server is an SFTP server of a directory. Its user is u, with the
// password p@ss/word or the private key.
type Server struct {
	t       *testing.T
	Dir     string
	Address string
	keys
	Interactive bool // the password is asked for by a question
	Silent      bool // sessions are opened, and then nothing comes
	Refuse      int  // so many connections are hung up at once
	CutLists    int  // so many lists of directories are cut off after their first name

	mutex       sync.Mutex
	connections []net.Conn
	tried       []string // passwords
}

// keys is how the two sides know each other.
type keys struct {
	Fingerprint string // of the server's ED25519 key
	Other       string // and of its ECDSA key: servers have keys of several sorts
	private     ed25519.PrivateKey
}

// New starts a server of a directory. It ends with the test.
func New(t *testing.T, dir string, set ...func(*Server)) *Server {
	t.Helper()
	s := &Server{t: t, Dir: dir}
	for _, set := range set {
		set(s)
	}
	host, _ := newKey(t)
	s.Fingerprint = ssh.FingerprintSHA256(host.PublicKey())
	other := newECDSAKey(t)
	s.Other = ssh.FingerprintSHA256(other.PublicKey())
	user, private := newKey(t)
	s.private = private
	config := s.config(user.PublicKey())
	config.AddHostKey(host)
	config.AddHostKey(other)
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Address = listener.Addr().String()
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			s.mutex.Lock()
			s.connections = append(s.connections, connection)
			refused := len(s.connections) <= s.Refuse
			s.mutex.Unlock()
			if refused {
				_ = connection.Close() // is what this is about
				continue
			}
			serving.Go(func() { s.serve(connection, config) })
		}
	})
	t.Cleanup(func() {
		if err := listener.Close(); err != nil {
			t.Error(err)
		}
		s.HangUp()
		serving.Wait()
	})
	return s
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

func newECDSAKey(t *testing.T) ssh.Signer {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Keys is the user's key in PEM form, as it is and encrypted with the passphrase p@ss/word.
func (s *Server) Keys() (open, locked []byte) {
	s.t.Helper()
	plain, err := ssh.MarshalPrivateKey(s.private, "")
	if err != nil {
		s.t.Fatal(err)
	}
	shut, err := ssh.MarshalPrivateKeyWithPassphrase(s.private, "", []byte("p@ss/word"))
	if err != nil {
		s.t.Fatal(err)
	}
	return pem.EncodeToMemory(plain), pem.EncodeToMemory(shut)
}

func (s *Server) config(user ssh.PublicKey) *ssh.ServerConfig {
	password := func(c ssh.ConnMetadata, word []byte) (*ssh.Permissions, error) {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.tried = append(s.tried, string(word))
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
	if !s.Interactive {
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

func (s *Server) serve(connection net.Conn, config *ssh.ServerConfig) {
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
		if s.Silent {
			_, _ = io.Copy(io.Discard, channel)
			continue
		}
		if s.cuts() {
			_ = sftp.NewRequestServer(channel, sftp.Handlers{FileList: s}).Serve() // ends with the connection, however that ends
			continue
		}
		server, err := sftp.NewServer(channel, sftp.WithServerWorkingDirectory(s.Dir))
		if err != nil {
			s.t.Error(err)
			return
		}
		_ = server.Serve() // likewise
	}
}

// Filelist is sftp.FileLister over the real directory, for lists that are cut off.
func (s *Server) Filelist(request *sftp.Request) (sftp.ListerAt, error) {
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
			s.mutex.Lock()
			s.CutLists--
			s.mutex.Unlock()
			s.HangUp()
			return 0, io.EOF
		}
		return copy(into, infos), nil
	}), file.Close()
}

type lister func(into []os.FileInfo, offset int64) (int, error)

func (l lister) ListAt(into []os.FileInfo, offset int64) (int, error) { return l(into, offset) }

// HangUp cuts all connections.
func (s *Server) HangUp() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, connection := range s.connections {
		_ = connection.Close() // may be cut already
	}
}

func (s *Server) cuts() bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.CutLists > 0
}

// Connected is how many connections there have been.
func (s *Server) Connected() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return len(s.connections)
}

// Put writes a file into the directory, changed at a fixed time.
func (s *Server) Put(name, content string) {
	s.t.Helper()
	path := filepath.Join(s.Dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		s.t.Fatal(err)
	}
	then := time.Date(2018, 11, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(path, then, then); err != nil {
		s.t.Fatal(err)
	}
}

// Tried is the passwords that were told so far.
func (s *Server) Tried() []string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.tried)
}
