package main

import (
	"path/filepath"
	"testing"

	"github.com/bidui/bidui/config"
)

// TestSnapshotsLieBesideTheLedger: that is where the program may write.
func TestSnapshotsLieBesideTheLedger(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		file config.File
		want string
	}{
		{config.File{Store: "sqlite:bidui.db"}, "snapshots"},
		{config.File{Store: "sqlite:data/bidui.db"}, "data/snapshots"},
		{config.File{Store: "mysql://bidui@host:3306/bidui"}, "snapshots"},
		{config.File{Store: "sqlite:data/bidui.db", Snapshots: config.Snapshots{Dir: "kept"}}, "kept"},
	} {
		c.file.Dir = dir
		if got := snapshotDir(&c.file); got != filepath.Join(dir, c.want) {
			t.Errorf("%s: %s, want %s", c.file.Store, got, c.want)
		}
	}
	if got := snapshotDir(&config.File{Dir: dir, Store: "sqlite:/var/lib/bidui/bidui.db"}); got != "/var/lib/bidui/snapshots" {
		t.Errorf("an absolute store: %s", got)
	}
}
