package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/bidui/bidui/internal/fetch"
	"github.com/bidui/bidui/internal/secret"
)

// Shown is a location as a person would call it, without what may be a secret.
func Shown(from secret.Text) string {
	text := from.String()
	if isRemote(text) {
		text, _, _ = strings.Cut(text, "?") // what follows may be a token
	}
	return text
}

// isRemote says whether a location is on another machine.
func isRemote(from string) bool {
	return strings.HasPrefix(from, "https://") || strings.HasPrefix(from, "http://") || strings.HasPrefix(from, "sftp://")
}

// fromRemote makes what is fetched from another machine the inputs of f.
func (f *Feed) fromRemote(from string) error {
	f.location, _, _ = strings.Cut(f.location, "?") // the reference before it may be to an address
	switch {
	case f.spec.Query != "":
		return fmt.Errorf("%s: a query is for a database, and from is none: it begins with mysql://", f.location)
	case f.spec.HTTP.Pages != nil && f.spec.Records == "":
		f.spec.Records = f.spec.HTTP.Pages.Rows
	}
	if err := fetch.Check(from); err != nil {
		return err
	}
	f.fetch = func(ctx context.Context) error {
		received, err := f.receive(ctx, from)
		for _, r := range received {
			err = errors.Join(err, r.file.Close())
		}
		if err != nil {
			return err
		}
		for _, r := range received {
			input, err := f.bring(ctx, r.name, r.file.Name())
			if err != nil {
				return err
			}
			f.inputs = append(f.inputs, input)
		}
		return nil
	}
	return nil
}

// received is a file of our own that holds what another machine sent.
type received struct {
	name string
	file *os.File
}

// receive fetches all there is, or fails.
func (f *Feed) receive(ctx context.Context, from string) (all []received, err error) {
	create := func(name string) (io.Writer, error) {
		for _, r := range all {
			if r.name == name { // once more from the beginning
				_, err := r.file.Seek(0, io.SeekStart)
				return r.writer(f), errors.Join(err, r.file.Truncate(0))
			}
		}
		file, err := f.tempFile()
		if err != nil {
			return nil, err
		}
		all = append(all, received{name: name, file: file})
		return all[len(all)-1].writer(f), nil
	}
	env := fetch.Env{Dir: f.env.Dir}
	if strings.HasPrefix(from, "sftp://") {
		err = fetch.SFTP(ctx, from, f.spec.SFTP, env, create)
	} else {
		err = fetch.HTTP(ctx, from, f.spec.HTTP, env, create)
	}
	if errors.Is(err, fetch.ErrIncomplete) {
		err = asDamage(err)
	}
	return all, err
}

// writer writes to the file, and tells the feed's progress.
func (r received) writer(f *Feed) io.Writer {
	return io.MultiWriter(r.file, counter{&f.progress.done})
}
