package jobs_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/bidui/bidui/internal/secret"
)

// archive is a ZIP that files go into.
type archive struct {
	out      bytes.Buffer
	zip      *zip.Writer
	password string // "": it is not encrypted
	inGBK    bool   // the names are, and nothing says so
}

// zip writes an archive of what fill puts into it, and gives its password.
func (s *shaper) zip(name string, fill func()) secret.Text {
	s.archive = &archive{inGBK: s.draw(40, "names in GBK")}
	s.archive.zip = zip.NewWriter(&s.archive.out)
	if s.draw(40, "encrypted archive") {
		s.archive.password = "synthetic-2018"
	}
	fill()
	full := s.archive
	s.archive = nil
	must(s.t, full.zip.Close())
	s.put(name, full.out.Bytes())
	return secret.Text(full.password)
}

// add puts a file into the archive.
func (a *archive) add(t *testing.T, name string, content []byte) {
	t.Helper()
	header := &zip.FileHeader{Name: name, Method: zip.Deflate, NonUTF8: a.inGBK}
	if a.inGBK {
		var err error
		header.Name, err = simplifiedchinese.GBK.NewEncoder().String(name)
		must(t, err)
	}
	var packed bytes.Buffer
	packer, err := flate.NewWriter(&packed, flate.BestSpeed)
	must(t, err)
	_, err = packer.Write(content)
	must(t, err)
	must(t, packer.Close())
	header.CRC32, header.UncompressedSize64 = crc32.ChecksumIEEE(content), uint64(len(content))
	data := packed.Bytes()
	if a.password != "" {
		header.Flags |= 1
		data = encrypted(data, a.password, byte(header.CRC32>>24))
	}
	header.CompressedSize64 = uint64(len(data))
	entry, err := a.zip.CreateRaw(header)
	must(t, err)
	_, err = entry.Write(data)
	must(t, err)
}

// encrypted is data as traditional encryption has it: behind a head of twelve
// bytes, of which the last tells a wrong password.
func encrypted(data []byte, password string, check byte) []byte {
	keys := [3]uint32{0x12345678, 0x23456789, 0x34567890}
	step := func(crc uint32, c byte) uint32 { return crc32.IEEETable[byte(crc)^c] ^ crc>>8 }
	update := func(c byte) {
		keys[0] = step(keys[0], c)
		keys[1] = (keys[1]+keys[0]&0xFF)*134775813 + 1
		keys[2] = step(keys[2], byte(keys[1]>>24))
	}
	for _, c := range []byte(password) {
		update(c)
	}
	out := append(append([]byte("eleven byte"), check), data...)
	for i, c := range out {
		word := keys[2] | 2
		out[i] = c ^ byte(word*(word^1)>>8)
		update(c)
	}
	return out
}
