package zipcrypt_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/zipcrypt"
)

const password = "synthetic-2018"

// readable is the archives in testdata that can be read.
func readable() []string {
	return []string{
		"zipcrypto.zip", "streamed.zip", "gbk.zip", "7z-zipcrypto.zip", "aes128.zip", "aes192.zip", "aes256.zip",
		"aes256-stored.zip", "ae1-aes128.zip", "ae1-aes256.zip",
	}
}

func load(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func files(t testing.TB, archive []byte) []*zip.File {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	return r.File
}

func unpack(f *zip.File, password string) ([]byte, error) {
	r, err := zipcrypt.Open(f, []byte(password))
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(r)
	return content, errors.Join(err, r.Close())
}

func TestEntriesOfOtherToolsAreRead(t *testing.T) {
	roster := load(t, "roster.csv")
	for _, name := range readable() {
		t.Run(name, func(t *testing.T) {
			for _, f := range files(t, load(t, name)) {
				want := roster
				if f.Name == "note.txt" {
					want = []byte("ok\n")
				}
				if !zipcrypt.Encrypted(f) {
					t.Errorf("%s is not encrypted", f.Name)
				}
				got, err := unpack(f, password)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), string(got)); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

func TestEntriesAreReadInPiecesOfAnySize(t *testing.T) {
	roster := load(t, "roster.csv")
	for _, name := range []string{"aes192.zip", "aes256-stored.zip", "streamed.zip"} {
		r, err := zipcrypt.Open(files(t, load(t, name))[0], []byte(password))
		if err != nil {
			t.Fatal(err)
		}
		if err := iotest.TestReader(r, roster); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAWrongPasswordIsSaidToBeOne(t *testing.T) {
	for _, name := range readable() {
		f := files(t, load(t, name))[0]
		for _, wrong := range []string{"", "synthetic-2019", password + " "} {
			if _, err := unpack(f, wrong); !errors.Is(err, zipcrypt.ErrPassword) || errors.Is(err, zipcrypt.ErrDamaged) {
				t.Errorf("%s with %q: %v", name, wrong, err)
			}
		}
	}
}

// TestNoWrongPasswordReadsWrongContent tries so many passwords that some pass
// the check byte of traditional encryption.
func TestNoWrongPasswordReadsWrongContent(t *testing.T) {
	counts := map[error]int{}
	for _, name := range []string{"zipcrypto.zip", "7z-zipcrypto.zip"} {
		for _, f := range files(t, load(t, name)) { // one is stored
			for i := range 2000 {
				_, err := unpack(f, fmt.Sprint("wrong ", i))
				switch {
				case errors.Is(err, zipcrypt.ErrPassword):
					counts[zipcrypt.ErrPassword]++
				case errors.Is(err, zipcrypt.ErrDamaged):
					counts[zipcrypt.ErrDamaged]++
				default:
					t.Fatalf("%s, password %d: %v", name, i, err)
				}
			}
		}
	}
	if counts[zipcrypt.ErrPassword] < 5500 || counts[zipcrypt.ErrDamaged] == 0 {
		t.Error(counts)
	}
}

func TestWhatIsNotReadIsNamed(t *testing.T) {
	plain := files(t, load(t, "aes128.zip"))[0]
	plain.Flags &^= 1
	strong := files(t, load(t, "zipcrypto.zip"))[0]
	strong.Flags |= 1 << 6
	version := files(t, load(t, "aes128.zip"))[0]
	version.Extra = bytes.Replace(version.Extra, []byte("\x02\x00AE"), []byte("\x03\x00AE"), 1)
	bare := files(t, load(t, "aes128.zip"))[0]
	bare.Extra = nil
	for _, row := range []struct {
		file *zip.File
		is   error
		want string
	}{
		{plain, nil, "the entry is not encrypted: it needs no password"},
		{strong, zipcrypt.ErrUnsupported, "PKWARE's strong encryption: not read; ask for AES-256 or traditional encryption"},
		{version, zipcrypt.ErrUnsupported, `AES of version 3 by "AE" with a key of sort 1: not read`},
		{bare, zipcrypt.ErrDamaged, zipcrypt.ErrDamaged.Error() + ": its AES field is missing or too short"},
		{files(t, load(t, "bzip2.zip"))[0], zipcrypt.ErrUnsupported, "packed by method 12: not read; only stored and deflated entries are"},
	} {
		_, err := zipcrypt.Open(row.file, []byte(password))
		if err == nil || err.Error() != row.want || row.is != nil && !errors.Is(err, row.is) {
			t.Errorf("%v, not %s", err, row.want)
		}
	}
	if zipcrypt.Encrypted(plain) {
		t.Error("an entry without the flag is encrypted")
	}
}

func TestAnEntryOfAnotherSizeIsDamaged(t *testing.T) {
	for _, name := range readable() {
		for what, change := range map[string]func(*zip.File){
			"unpacks to more":   func(f *zip.File) { f.UncompressedSize64-- },
			"unpacks to less":   func(f *zip.File) { f.UncompressedSize64++ },
			"is packed to less": func(f *zip.File) { f.CompressedSize64++ },
			"is packed to more": func(f *zip.File) { f.CompressedSize64-- },
			"has no bytes":      func(f *zip.File) { f.CompressedSize64 = 0 },
			"has countless":     func(f *zip.File) { f.CompressedSize64 = 1<<64 - 1 },
		} {
			f := files(t, load(t, name))[0]
			change(f)
			if _, err := unpack(f, password); !errors.Is(err, zipcrypt.ErrDamaged) {
				t.Errorf("%s %s: %v", name, what, err)
			}
		}
	}
}

// TestOnlyTheCRCOfAE1Counts, since AE-2 has none.
func TestOnlyTheCRCOfAE1Counts(t *testing.T) {
	for name, counts := range map[string]bool{"ae1-aes256.zip": true, "aes256.zip": false} {
		f := files(t, load(t, name))[0]
		f.CRC32 ^= 1
		if _, err := unpack(f, password); errors.Is(err, zipcrypt.ErrDamaged) != counts {
			t.Errorf("%s with another CRC: %v", name, err)
		}
	}
}

func TestAClosedEntryIsNotRead(t *testing.T) {
	r, err := zipcrypt.Open(files(t, load(t, "aes256.zip"))[0], []byte(password))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if n, err := r.Read(make([]byte, 1)); n != 0 || err == nil || err == io.EOF {
		t.Error(n, err)
	}
}

func TestNamesAreReadAsTheirWritersMeantThem(t *testing.T) {
	if got := zipcrypt.Name(files(t, load(t, "gbk.zip"))[0]); got != "低保名单.csv" {
		t.Errorf("a name in GBK: %q", got)
	}
	field := func(name, path string) []byte {
		extra := []byte{0x55, 0x54, 1, 0, 7, 0x75, 0x70} // another field before it
		extra = binary.LittleEndian.AppendUint16(extra, uint16(5+len(path)))
		extra = append(extra, 1)
		extra = binary.LittleEndian.AppendUint32(extra, crc32.ChecksumIEEE([]byte(name)))
		return append(extra, path...)
	}
	const gbk = "\xc3\xfb\xb5\xa5" // 名单
	for _, row := range []struct {
		header zip.FileHeader
		want   string
	}{
		{zip.FileHeader{Name: "roster.csv"}, "roster.csv"},
		{zip.FileHeader{Name: "名单"}, "名单"},
		{zip.FileHeader{Name: "名单", Flags: 1 << 11, Extra: field("名单", "其他")}, "名单"},
		{zip.FileHeader{Name: gbk}, "名单"},
		{zip.FileHeader{Name: gbk, Flags: 1 << 11}, "名单"},
		{zip.FileHeader{Name: gbk, Extra: field(gbk, "二月名单")}, "二月名单"},
		{zip.FileHeader{Name: "#U540d", Extra: field("#U540d", "名")}, "名"},
		{zip.FileHeader{Name: gbk, Extra: field("renamed", "二月名单")}, "名单"},
		{zip.FileHeader{Name: gbk, Extra: field(gbk, "\xff")}, "名单"},
		{zip.FileHeader{Name: gbk, Extra: field(gbk, "二月名单")[:15]}, "名单"},
		{zip.FileHeader{Name: "a\xff"}, "a\uFFFD"},
	} {
		if got := zipcrypt.Name(&zip.File{FileHeader: row.header}); got != row.want {
			t.Errorf("% x %x: %q, not %q", row.header.Name, row.header.Extra, got, row.want)
		}
	}
}
