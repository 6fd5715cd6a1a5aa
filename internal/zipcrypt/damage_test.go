package zipcrypt_test

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/bidui/bidui/internal/zipcrypt"
)

// mayBe fails the test where an entry of a damaged archive is read to its end
// and is none of what was packed.
func mayBe(t *testing.T, archive []byte, contents [][]byte) (read int) {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return 0
	}
	for _, f := range r.File {
		got, err := unpack(f, password)
		if err != nil {
			continue
		}
		read++
		if !slices.ContainsFunc(contents, func(want []byte) bool { return bytes.Equal(got, want) }) {
			t.Errorf("%s was read as other content:\n%q", f.Name, got)
		}
	}
	return read
}

// TestNoFlippedBitIsReadAsContent flips each bit of an archive; of those whose
// keys are dear, one bit of each byte.
func TestNoFlippedBitIsReadAsContent(t *testing.T) {
	contents := [][]byte{load(t, "roster.csv"), []byte("ok\n")}
	for _, name := range readable() {
		archive := load(t, name)
		step := 1
		if bytes.Contains(archive, []byte("AE")) {
			step = 9
		}
		read := 0
		for bit := 0; bit < 8*len(archive); bit += step {
			archive[bit/8] ^= 1 << (bit % 8)
			read += mayBe(t, archive, contents)
			archive[bit/8] ^= 1 << (bit % 8)
		}
		if read == 0 {
			t.Errorf("%s: no bit is without effect, not even of its time", name)
		}
	}
}

// TestNoArchiveCutShortIsRead cuts the middle of the archive, so that its
// directory stays: an archive that ends early has none.
func TestNoArchiveCutShortIsRead(t *testing.T) {
	for _, name := range []string{"7z-zipcrypto.zip", "aes128.zip", "aes256-stored.zip"} {
		whole := load(t, name)
		size := bytes.Index(whole, []byte("PK\x01\x02")) // of all but the directory
		for cut := 1; cut < size; cut++ {
			archive := slices.Concat(whole[:size-cut], bytes.Repeat([]byte{0}, cut), whole[size:])
			if read := mayBe(t, archive, nil); read > 0 {
				t.Fatalf("%s: read without its last %d bytes", name, cut)
			}
		}
	}
}

func FuzzOpen(f *testing.F) {
	for _, name := range append(readable(), "bzip2.zip") {
		f.Add(load(f, name))
	}
	f.Fuzz(func(t *testing.T, archive []byte) {
		r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
		if err != nil {
			return
		}
		for _, file := range r.File[:min(len(r.File), 4)] {
			if name := zipcrypt.Name(file); !utf8.ValidString(name) {
				t.Errorf("%q is not UTF-8", name)
			}
			content, err := zipcrypt.Open(file, []byte(password))
			if err != nil {
				continue
			}
			n, err := io.Copy(io.Discard, io.LimitReader(content, 1<<20))
			if err == nil && n < 1<<20 && uint64(n) != file.UncompressedSize64 {
				t.Errorf("%d bytes of %d were read without an error", n, file.UncompressedSize64)
			}
		}
	})
}
