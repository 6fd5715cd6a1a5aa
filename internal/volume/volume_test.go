package volume

import (
	"path/filepath"
	"runtime"
	"testing"
)

func TestKinds(t *testing.T) {
	for magic, want := range map[uint32]string{
		0x6969: "NFS", 0x517b: "SMB", 0xfe534d42: "SMB", 0xff534d42: "SMB", 0x65735546: "FUSE",
		0xef53: "", 0x01021994: "", 0x794c7630: "", 0x9123683e: "", // ext4, tmpfs, overlay, btrfs
	} {
		if got := kindOf(magic); got != want {
			t.Errorf("%#x is %q, not %q", magic, got, want)
		}
	}
}

func TestWhatDoesNotExistLiesWhereItsParentDoes(t *testing.T) {
	dir := t.TempDir()
	here, err := Of(dir)
	if err != nil {
		t.Fatal(err)
	}
	there, err := Of(filepath.Join(dir, "not", "yet", "bidui.db"))
	if err != nil {
		t.Fatal(err)
	}
	if here.Size != there.Size || here.Share != there.Share {
		t.Errorf("%+v and %+v", here, there)
	}
	if runtime.GOOS == "linux" && (here.Size == 0 || here.Free > here.Size) {
		t.Errorf("%+v", here)
	}
}
