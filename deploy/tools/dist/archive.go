package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// member is a file of an archive.
type member struct {
	name, path string
	mode       fs.FileMode
}

// members is the program and what lies beside it: how to use it, a county to
// try it on, and for servers the units of systemd.
func (r release) members(p platform, base, program string) ([]member, error) {
	found := []member{{path.Join(base, filepath.Base(program)), program, 0o755}}
	paths := []string{"LICENSE", "CHANGELOG.md", "README.md", "README.zh-CN.md", "config/example"}
	if p.os == "linux" {
		paths = append(paths, "deploy/systemd")
	}
	for _, start := range paths {
		err := filepath.WalkDir(filepath.Join(r.root, start), func(name string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() || strings.HasSuffix(name, ".go") || strings.Contains(name, ".db") {
				return err
			}
			relative, err := filepath.Rel(r.root, name)
			if err != nil {
				return err
			}
			relative = strings.TrimPrefix(filepath.ToSlash(relative), "config/")
			found = append(found, member{path.Join(base, relative), name, 0o644})
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(found, func(a, b member) int { return strings.Compare(a.name, b.name) })
	return found, nil
}

// pack writes the archive that a platform's people can open, and says its name.
func (r release) pack(p platform, base, program string) (name string, err error) {
	members, err := r.members(p, base, program)
	if err != nil {
		return "", err
	}
	name, write := base+".tar.gz", r.writeTar
	if p.os == "windows" {
		name, write = base+".zip", r.writeZip
	}
	file, err := os.Create(filepath.Join(r.out, name))
	if err != nil {
		return "", err
	}
	return name, errors.Join(write(file, members), file.Close())
}

func (r release) writeTar(w io.Writer, members []member) error {
	packed := gzip.NewWriter(w) // without name and time
	archive := tar.NewWriter(packed)
	for _, m := range members {
		text, err := os.ReadFile(m.path)
		if err != nil {
			return err
		}
		header := &tar.Header{
			Name: m.name, Mode: int64(m.mode), Size: int64(len(text)), ModTime: r.time, Format: tar.FormatPAX,
		}
		if err := archive.WriteHeader(header); err != nil {
			return err
		}
		if _, err := archive.Write(text); err != nil {
			return err
		}
	}
	return errors.Join(archive.Close(), packed.Close())
}

func (r release) writeZip(w io.Writer, members []member) error {
	archive := zip.NewWriter(w)
	for _, m := range members {
		text, err := os.ReadFile(m.path)
		if err != nil {
			return err
		}
		header := &zip.FileHeader{Name: m.name, Method: zip.Deflate, Modified: r.time}
		header.SetMode(m.mode)
		into, err := archive.CreateHeader(header)
		if err != nil {
			return err
		}
		if _, err := into.Write(text); err != nil {
			return err
		}
	}
	return archive.Close()
}

// publish writes a file that all may read.
func publish(path string, text []byte) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return errors.Join(err, file.Close())
}

// writeSums writes SHA256SUMS, for sha256sum -c.
func writeSums(dir string, names []string) error {
	var sums strings.Builder
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(text), name)
	}
	return publish(filepath.Join(dir, "SHA256SUMS"), []byte(sums.String()))
}
