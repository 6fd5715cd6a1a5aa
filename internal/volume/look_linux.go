package volume

import (
	"fmt"
	"syscall"
)

func look(path string) (Volume, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		return Volume{}, fmt.Errorf("look at the file system of %s: %w", path, err)
	}
	block := uint64(s.Bsize) // as wide on no two architectures
	return Volume{Free: s.Bavail * block, Size: s.Blocks * block, Share: kindOf(uint32(s.Type))}, nil
}
