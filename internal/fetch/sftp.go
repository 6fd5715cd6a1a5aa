package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/pkg/sftp"
)

// SFTP fetches from, sftp://user:password@host:port/path, in which the path may
// be a glob: each file that it names, in the order of their names. A path that
// begins with /~/ is relative to where the server puts the user. When SFTP
// returns nil, each file was received with the size that it had before and
// after, and its time of change had not moved; on an error all that was created
// is to be thrown away.
//
// A connection that is lost is made again, and the file of that moment fetched anew.
func SFTP(ctx context.Context, from string, spec SFTPSpec, env Env, create Create) error {
	address, err := parse(from)
	if err != nil {
		return err
	}
	if err := checkSFTP(address); err != nil {
		return err
	}
	s := &session{address: address, spec: spec, timeouts: spec.Timeouts.orDefaults(), env: env}
	if s.auth, err = authMethods(address.User, spec, env.Dir); err != nil {
		return fmt.Errorf("%s: %w", shown(address), err)
	}
	ctx, done := within(ctx, s.timeouts.Overall)
	defer done()
	defer s.hangUp()
	files, err := s.find(ctx)
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := s.fetch(ctx, file, create); err != nil {
			return err
		}
	}
	return nil
}

// find is the files that the location names.
func (s *session) find(ctx context.Context) ([]remoteFile, error) {
	pattern := path.Clean(strings.TrimPrefix(s.address.Path, "/~/"))
	var files []remoteFile
	err := s.repeat(ctx, s.address.Path, func(client *sftp.Client) error {
		var err error
		files, err = findFiles(client, pattern)
		return err
	})
	return files, err
}

// fetch brings one file.
func (s *session) fetch(ctx context.Context, file remoteFile, create Create) error {
	return s.repeat(ctx, file.path, func(client *sftp.Client) error {
		before, err := client.Stat(file.path)
		switch {
		case err != nil:
			return err
		case before.IsDir():
			return errors.New("it is a directory: name the files in it, as in /path/*.xlsx")
		case !before.Mode().IsRegular():
			return errors.New("it is not a regular file")
		}
		into, err := create(file.name)
		if err != nil {
			return final{err}
		}
		n, err := receive(client, file.path, into)
		var after fs.FileInfo
		if err == nil {
			after, err = client.Stat(file.path)
		}
		switch {
		case err == nil:
			return unchanged(before, after, n)
		case n > 0 && !errors.As(err, new(final)):
			return incomplete{fmt.Errorf("after %d bytes: %w", n, err)}
		}
		return err
	})
}

// receive copies a file, many of its parts at a time, and counts its bytes. An
// end that comes too early is for the caller to see.
func receive(client *sftp.Client, name string, into io.Writer) (int64, error) {
	file, err := client.Open(name)
	if err != nil {
		return 0, err
	}
	guarded := &guarded{into: into}
	n, err := file.WriteTo(guarded)
	if guarded.err != nil {
		err = final{fmt.Errorf("write what was received: %w", guarded.err)}
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	return n, err
}

// guarded keeps an error of its writer apart from those of the connection.
type guarded struct {
	into io.Writer
	err  error
}

func (g *guarded) Write(p []byte) (int, error) {
	n, err := g.into.Write(p)
	g.err = err
	return n, err
}

// unchanged is an error unless the file was the same before and after, and as
// long as what was received.
func unchanged(before, after fs.FileInfo, received int64) error {
	switch {
	case before.Size() != after.Size() || received != after.Size():
		return incomplete{fmt.Errorf("the file changed while it was read: it had %d bytes, %d were received, and now it has %d: run again when it is complete",
			before.Size(), received, after.Size())}
	case !before.ModTime().Equal(after.ModTime()):
		return incomplete{fmt.Errorf("the file changed while it was read (%s, now %s): run again when it is complete",
			before.ModTime().UTC().Format(time.DateTime), after.ModTime().UTC().Format(time.DateTime))}
	}
	return nil
}

// session is a connection that is made when it is needed, and made again when it was lost.
type session struct {
	address  *url.URL
	spec     SFTPSpec
	auth     auth
	timeouts Timeouts
	env      Env
	link     *link // nil: there is none
}

// repeat does something over the connection until it is done, or there is no
// point in trying again. name is what it is done to.
func (s *session) repeat(ctx context.Context, name string, what func(*sftp.Client) error) error {
	err := repeat(ctx, or(s.spec.Attempts, defaultAttempts), s.env, func() error {
		if s.link == nil {
			var err error
			if s.link, err = s.dial(ctx); err != nil {
				return err
			}
		}
		err := what(s.link.client)
		if broken := s.link.broken(err); broken != nil {
			s.hangUp()
			return broken
		}
		return sftpFault(err)
	})
	if err != nil {
		place := *s.address
		place.Path = name
		return fmt.Errorf("%s: %w", shown(&place), err)
	}
	return nil
}

func (s *session) hangUp() {
	if s.link != nil {
		s.link.close()
		s.link = nil
	}
}

// sftpFault says in plain words what the server refuses. What it says itself
// is left out: nobody knows what it quotes.
func sftpFault(err error) error {
	var status *sftp.StatusError
	switch {
	case errors.As(err, new(final)): // ours, not the server's
		return err
	case errors.Is(err, fs.ErrNotExist):
		return reworded{"there is no such file", err}
	case errors.Is(err, fs.ErrPermission):
		return reworded{"the user may not read it", err}
	case errors.As(err, &status):
		return reworded{fmt.Sprintf("the server refuses (%v)", status.FxCode()), err}
	}
	return err
}
