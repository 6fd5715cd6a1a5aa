// Package volume tells what a path lies on: how much room is left there, and
// whether it is a network share, where SQLite's locks do not hold.
package volume

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Volume is a mounted file system.
type Volume struct {
	Free, Size uint64 // bytes: what is left to this user, and of how many
	Share      string // the kind of network share: NFS, SMB; FUSE, which may be one; empty: none that is known
}

// Of is the volume that a path lies on, or would: what does not exist yet comes
// to lie where its nearest parent does. Where the system does not tell, it is
// the zero Volume.
func Of(path string) (Volume, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return Volume{}, err
	}
	for {
		_, err := os.Stat(absolute)
		parent := filepath.Dir(absolute)
		if err == nil || !errors.Is(err, fs.ErrNotExist) || parent == absolute {
			return look(absolute)
		}
		absolute = parent
	}
}

// kindOf names the file systems that come over a network, by what statfs(2)
// calls their magic.
func kindOf(magic uint32) string {
	switch magic {
	case 0x6969:
		return "NFS"
	case 0x517b, 0xfe534d42, 0xff534d42: // SMB, SMB2, CIFS
		return "SMB"
	case 0x65735546: // sshfs and others; but also local ones
		return "FUSE"
	}
	return ""
}
