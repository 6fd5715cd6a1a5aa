// Package snapshot keeps the inputs of runs as they were brought: by content,
// compressed, readable by their owner only. What is kept once is not written
// again, so that a feed which does not change from night to night costs nothing.
package snapshot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/bidui/bidui/internal/ctxio"
	"github.com/bidui/bidui/internal/failpoint"
)

// Store is a directory of snapshots: ab/abcd….zst for the content whose
// SHA-256 is abcd…, as `zstd -d` reads it. Several processes may use it.
type Store struct{ dir string }

// ErrNotKept is, for errors.Is, that no snapshot has the wanted digest.
var ErrNotKept = errors.New("no snapshot is kept of it")

const (
	extension = ".zst"
	partial   = ".partial" // the extension of what is being written
)

// New returns the store in dir, which is made when something is kept.
func New(dir string) *Store { return &Store{dir: dir} }

// Dir is where the snapshots are.
func (s *Store) Dir() string { return s.dir }

func (s *Store) path(digest string) string {
	return filepath.Join(s.dir, digest[:2], digest+extension)
}

// Keep keeps content, whose SHA-256 in hex is digest. Of content that is kept
// already only the time is renewed.
func (s *Store) Keep(ctx context.Context, digest string, content io.Reader, now time.Time) error {
	path := s.path(digest)
	err := os.Chtimes(path, now, now)
	if errors.Is(err, fs.ErrNotExist) {
		err = s.write(ctx, path, content, now)
	}
	if err != nil {
		return fmt.Errorf("keep a snapshot: %w", err)
	}
	return nil
}

func (s *Store) write(ctx context.Context, path string, content io.Reader, now time.Time) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), "*"+partial) // mode 0600
	if err != nil {
		return err
	}
	failpoint.Hit("snapshot")
	err = errors.Join(pack(ctx, file, content), file.Sync(), file.Close())
	failpoint.Hit("snapshot")
	if err == nil {
		err = errors.Join(os.Chtimes(file.Name(), now, now), os.Rename(file.Name(), path))
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// pack compresses content in the fastest way: it shrinks tables to a fifth.
func pack(ctx context.Context, to io.Writer, content io.Reader) error {
	packer, err := zstd.NewWriter(to, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	_, err = io.Copy(packer, ctxio.Reader(ctx, content))
	return errors.Join(err, packer.Close())
}

// Unpack writes the content of that digest to a writer, and checks that it is
// the very content that was kept.
func (s *Store) Unpack(ctx context.Context, digest string, to io.Writer) (err error) {
	if len(digest) != sha256.Size*2 {
		return fmt.Errorf("snapshot %q: %w", digest, ErrNotKept)
	}
	file, err := os.Open(s.path(digest))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("snapshot %.12s… (%s): %w", digest, s.dir, ErrNotKept)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	packed, err := zstd.NewReader(file, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30))
	if err != nil {
		return err
	}
	defer packed.Close()
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(to, sum), ctxio.Reader(ctx, packed)); err != nil {
		return fmt.Errorf("snapshot %.12s… is damaged: %w", digest, err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != digest {
		return fmt.Errorf("snapshot %.12s… is damaged: it holds something else", digest)
	}
	return nil
}

// Sweep removes the snapshots whose digest is not wanted and whose time is
// before the given one: one of a run under way is younger. It says how many
// went. What an interrupted write left goes by the same time.
func (s *Store) Sweep(wanted map[string]bool, before time.Time) (removed int, err error) {
	dir, err := filepath.EvalSymlinks(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil // nothing was ever kept
	}
	if err != nil {
		return 0, fmt.Errorf("sweep the snapshots: %w", err)
	}
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // another process was faster
		}
		if err != nil || entry.IsDir() {
			return err
		}
		digest, kept := strings.CutSuffix(entry.Name(), extension)
		kept = kept && len(digest) == 2*sha256.Size // else it is not of ours
		if !kept && !strings.HasSuffix(entry.Name(), partial) || wanted[digest] {
			return nil
		}
		info, err := entry.Info()
		if err == nil && info.ModTime().Before(before) {
			if err = os.Remove(path); err == nil {
				removed++
			}
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
	if err != nil {
		return removed, fmt.Errorf("sweep the snapshots: %w", err)
	}
	return removed, nil
}
