package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

// auth is how a user proves who he is.
type auth struct {
	user    string
	methods []ssh.AuthMethod
}

func authMethods(user *url.Userinfo, spec SFTPSpec, dir string) (auth, error) {
	who := auth{user: user.Username()}
	if spec.Key != "" {
		signer, err := privateKey(spec, dir)
		if err != nil {
			return who, err
		}
		who.methods = append(who.methods, ssh.PublicKeys(signer))
	}
	if password, ok := user.Password(); ok {
		who.methods = append(who.methods, ssh.Password(password), ssh.KeyboardInteractive(
			func(_, _ string, questions []string, echo []bool) ([]string, error) {
				answers := make([]string, len(questions))
				for i := range answers {
					if !echo[i] { // what is not shown as it is typed is the password
						answers[i] = password
					}
				}
				return answers, nil
			}))
	}
	if len(who.methods) == 0 {
		return who, errors.New("nothing proves who the user is: write a password into the location, as in sftp://user:${env:PASSWORD}@host/path, or a key under sftp")
	}
	return who, nil
}

func privateKey(spec SFTPSpec, dir string) (ssh.Signer, error) {
	text, err := pemOf("sftp.key", spec.Key, dir)
	if err != nil {
		return nil, err
	}
	passphrase, err := spec.Passphrase.Reveal()
	if err != nil {
		return nil, err
	}
	var signer ssh.Signer
	if passphrase == "" {
		signer, err = ssh.ParsePrivateKey(text)
	} else {
		signer, err = ssh.ParsePrivateKeyWithPassphrase(text, []byte(passphrase))
	}
	var locked *ssh.PassphraseMissingError
	switch {
	case errors.As(err, &locked):
		return nil, errors.New("sftp.key is encrypted: give its passphrase")
	case err != nil:
		return nil, fmt.Errorf("sftp.key: %w", err)
	}
	return signer, nil
}

// link is one connection and what broke it.
type link struct {
	ctx    context.Context
	give   context.CancelCauseFunc
	unbind func() bool
	ssh    *ssh.Client
	client *sftp.Client
}

// dial connects, makes sure who the server is, and only then says who we are. A
// server has keys of several sorts, and shows the one it is asked for: it is
// asked until it shows one that is pinned.
func (s *session) dial(ctx context.Context) (*link, error) {
	var first error // of the first key that it showed
	for _, sort := range keySorts() {
		l, err := s.dialFor(ctx, sort)
		switch other := (wrongKey{}); {
		case errors.As(err, &other) && len(s.spec.HostKeys) > 0:
			first = cmp.Or(first, err)
		case errors.Is(err, errNoSuchKey):
		default:
			return l, err
		}
	}
	return nil, cmp.Or(first, errNoSuchKey)
}

// keySorts is the algorithms of the keys that servers have, by the sort of key,
// those first that people are shown first.
func keySorts() [][]string {
	sorts := make([][]string, 3)
	for _, algorithm := range ssh.SupportedAlgorithms().HostKeys {
		switch {
		case strings.Contains(algorithm, "cert"): // whose fingerprint nobody pins
		case algorithm == ssh.KeyAlgoED25519:
			sorts[0] = append(sorts[0], algorithm)
		case strings.HasPrefix(algorithm, "ecdsa-"):
			sorts[1] = append(sorts[1], algorithm)
		default:
			sorts[2] = append(sorts[2], algorithm)
		}
	}
	return sorts
}

// errNoSuchKey is that the server has no key of the sort that it was asked for.
var errNoSuchKey = errors.New("the server has no host key of a sort that is known here")

// dialFor connects to a server that is to show a key for one of the algorithms.
func (s *session) dialFor(ctx context.Context, algorithms []string) (*link, error) {
	dialer := net.Dialer{Timeout: s.timeouts.Connect}
	plain, err := dialer.DialContext(ctx, "tcp", hostPort(s.address))
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return nil, cause
		}
		return nil, passing{error: err}
	}
	l := &link{}
	l.ctx, l.give = context.WithCancelCause(ctx)
	l.unbind = context.AfterFunc(l.ctx, func() { _ = plain.Close() }) // ends every read that waits
	if err := s.greet(l, plain, algorithms); err != nil {
		l.close()
		_ = plain.Close() // nothing was sent that it could lose
		return nil, err
	}
	return l, nil
}

// greet does all that comes before the first request.
func (s *session) greet(l *link, plain net.Conn, algorithms []string) error {
	host := hostKeys{pinned: s.spec.HostKeys}
	patience := time.AfterFunc(s.timeouts.Connect, func() {
		l.give(passing{error: timeout{"the server did not finish its greeting", s.timeouts.Connect}})
	})
	defer patience.Stop()
	quiet := newQuiet(plain, s.timeouts.Stall, l.give)
	conn, channels, requests, err := ssh.NewClientConn(quiet, hostPort(s.address), &ssh.ClientConfig{
		User: s.auth.user, Auth: s.auth.methods, HostKeyCallback: host.check, HostKeyAlgorithms: algorithms,
	})
	if err == nil {
		l.ssh = ssh.NewClient(conn, channels, requests)
		l.client, err = sftp.NewClient(l.ssh, sftp.UseConcurrentReads(true))
	}
	var (
		network *net.OpError
		foreign *ssh.AlgorithmNegotiationError
	)
	switch {
	case err == nil:
		return nil
	case host.err != nil: // the library would quote it
		return host.err
	case context.Cause(l.ctx) != nil:
		return context.Cause(l.ctx)
	case errors.As(err, &foreign) && foreign.What == "host key":
		return errNoSuchKey
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &network):
		return passing{error: fmt.Errorf("the connection was lost during the greeting: %w", err)}
	case strings.Contains(err.Error(), "unable to authenticate"): // the library has no error for it
		return errors.New("the server does not accept this user with this password or key")
	}
	return reworded{withoutQuotes(err), err}
}

// broken is, when something failed, the error of the connection if that is why.
func (l *link) broken(err error) error {
	switch {
	case err == nil:
		return nil
	case context.Cause(l.ctx) != nil:
		return context.Cause(l.ctx)
	case errors.As(err, new(final)):
		return nil
	}
	_, ping := l.client.Getwd()
	var answer *sftp.StatusError
	switch {
	case ping == nil, errors.As(ping, &answer), errors.Is(ping, fs.ErrPermission), errors.Is(ping, fs.ErrNotExist):
		return nil // whoever answers is there
	case context.Cause(l.ctx) != nil:
		return context.Cause(l.ctx)
	}
	return passing{error: reworded{"the connection was lost", err}}
}

func (l *link) close() {
	l.unbind()
	if l.ssh != nil {
		_ = l.ssh.Close() // all that was wanted of it has been received, or has failed
	}
	if l.client != nil {
		_ = l.client.Close() // after the connection: it waits for what reads from it
	}
	l.give(nil)
}

// wrongKey is that the server showed a key that is not the one that is meant.
type wrongKey struct{ error }

// hostKeys makes sure that the server is the one that is meant.
type hostKeys struct {
	pinned []string
	err    error // that check ended the greeting with
}

func (h *hostKeys) check(_ string, _ net.Addr, key ssh.PublicKey) error {
	presented := ssh.FingerprintSHA256(key)
	switch {
	case len(h.pinned) == 0:
		h.err = wrongKey{fmt.Errorf("host_key is missing: the server presents %s (%s); compare it with what its operator tells you by another way, and write it to sftp.host_key",
			presented, key.Type())}
	case !slices.ContainsFunc(h.pinned, func(pinned string) bool { return strings.TrimRight(pinned, "=") == presented }):
		h.err = wrongKey{fmt.Errorf("the server presents the host key %s (%s), which is not in host_key: its key was changed, or this is another machine; ask its operator",
			presented, key.Type())}
	}
	return h.err
}

// quiet is a connection that is given up when it brings no byte for too long.
// Something is always asked for while it stands, so that silence is a stall; a
// writer of ours that blocks for as long looks the same.
type quiet struct {
	net.Conn
	stall    time.Duration
	patience *time.Timer
}

func newQuiet(conn net.Conn, stall time.Duration, give context.CancelCauseFunc) *quiet {
	return &quiet{conn, stall, time.AfterFunc(stall, func() { give(stalled(stall)) })}
}

func (q *quiet) Read(p []byte) (int, error) {
	n, err := q.Conn.Read(p)
	if n > 0 {
		q.patience.Reset(q.stall)
	}
	return n, err
}

// Close ends the watch too.
func (q *quiet) Close() error {
	q.patience.Stop()
	return q.Conn.Close()
}
