//go:build !linux

package volume

func look(string) (Volume, error) { return Volume{}, nil }
