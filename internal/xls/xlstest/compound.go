package xlstest

import (
	"bytes"
	"slices"
	"unicode/utf16"
)

// Sectors of a compound file, and what links of chains mean.
const (
	Sector     = 512
	PerSector  = Sector / 4 // links
	miniSector = 64
	shortest   = 4096 // of a stream in sectors; shorter ones are kept in mini sectors
	EndOfChain = 0xFFFFFFFE
	FreeSect   = 0xFFFFFFFF
	fatSect    = 0xFFFFFFFD
	difatSect  = 0xFFFFFFFC
)

// Entry is a stream of a compound file.
type Entry struct {
	Name    string
	Content []byte
}

// Compound writes a compound file: its header, its FAT, its directory, and the
// streams one after the other, padded so that none is a short one.
func Compound(entries ...Entry) []byte {
	directory := sectors(128 * (len(entries) + 1))
	chains := []int{directory}
	var content []byte
	for _, e := range entries {
		chains = append(chains, sectors(max(len(e.Content), shortest)))
		content = append(content, pad(e.Content, max(len(e.Content), shortest))...)
	}
	fats := 1
	for fats*PerSector < fats+difats(fats)+directory+len(content)/Sector {
		fats++
	}
	tree := DirectoryEntry("Root Entry", 5, 1, FreeSect, EndOfChain, 0)
	start := fats + difats(fats) + directory
	for i, e := range entries {
		next := uint32(i + 2)
		if i+1 == len(entries) {
			next = FreeSect
		}
		tree = append(tree, DirectoryEntry(e.Name, 2, FreeSect, next, uint32(start), max(len(e.Content), shortest))...)
		start += chains[i+1]
	}
	return slices.Concat(Header(fats, EndOfChain, 0), FAT(fats, chains...), difat(fats), PadTree(tree), content)
}

// MiniCompound writes a compound file whose only stream is a short one.
func MiniCompound(name string, content []byte) []byte {
	chain := sectors(len(content))
	links := make([]uint32, 0, PerSector)
	for i := range (len(content) + miniSector - 1) / miniSector {
		links = append(links, uint32(i+1))
	}
	links[len(links)-1] = EndOfChain
	links = append(links, slices.Repeat([]uint32{FreeSect}, PerSector-len(links))...)
	tree := slices.Concat(
		DirectoryEntry("Root Entry", 5, 1, FreeSect, 3, chain*Sector),
		DirectoryEntry(name, 2, FreeSect, FreeSect, 0, len(content)))
	return slices.Concat(Header(1, 2, 1), FAT(1, 1, 1, chain), PadTree(tree), Join(links), pad(content, len(content)))
}

// Header is that of a file whose first sectors are its FAT, what of the list of
// the FAT's sectors does not find room here, and then its directory.
func Header(fats int, miniFAT uint32, miniFATs int) []byte {
	more, next := difats(fats), uint32(EndOfChain)
	if more > 0 {
		next = uint32(fats)
	}
	return Join([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 16), uint16(0x3E), uint16(3), uint16(0xFFFE),
		uint16(9), uint16(6), make([]byte, 10), uint32(fats), uint32(fats+more), make([]byte, 4), uint32(shortest),
		miniFAT, uint32(miniFATs), next, uint32(more), fatList(0, inHeader, fats))
}

// inHeader is how many sectors of the FAT the header lists.
const inHeader = 109

// difats is how many sectors the list of more of them takes, and difat is these.
func difats(fats int) int { return (max(fats-inHeader, 0) + PerSector - 2) / (PerSector - 1) }

func difat(fats int) []byte {
	var list []byte
	for i := range difats(fats) {
		next := uint32(fats + i + 1)
		if i+1 == difats(fats) {
			next = EndOfChain
		}
		list = append(list, Join(fatList(inHeader+i*(PerSector-1), PerSector-1, fats), next)...)
	}
	return list
}

// fatList is n places of the list of the FAT's sectors, which are the first.
func fatList(first, n, fats int) []uint32 {
	list := slices.Repeat([]uint32{FreeSect}, n)
	for i := range min(n, fats-first) {
		list[i] = uint32(first + i)
	}
	return list
}

// FAT is a FAT of so many sectors, and behind them chains of so many.
func FAT(fats int, chains ...int) []byte {
	links := slices.Repeat([]uint32{fatSect}, fats)
	links = append(links, slices.Repeat([]uint32{difatSect}, difats(fats))...)
	for _, length := range chains {
		for range length - 1 {
			links = append(links, uint32(len(links)+1))
		}
		links = append(links, EndOfChain)
	}
	return Join(links, slices.Repeat([]uint32{FreeSect}, fats*PerSector-len(links)))
}

// DirectoryEntry is an entry of the directory; a storage has a child.
func DirectoryEntry(name string, kind uint8, child, right, start uint32, size int) []byte {
	units := make([]uint16, 32)
	n := copy(units, utf16.Encode([]rune(name)))
	return Join(units, uint16(2*n+2), kind, uint8(1), uint32(FreeSect), right, child, make([]byte, 36), start, uint64(size))
}

// PadTree fills a directory with entries that are none.
func PadTree(tree []byte) []byte {
	none := DirectoryEntry("", 0, FreeSect, FreeSect, 0, 0)
	return append(tree, bytes.Repeat(none, (sectors(len(tree))*Sector-len(tree))/len(none))...)
}

func sectors(n int) int { return (n + Sector - 1) / Sector }

// pad makes content fill the sectors of n bytes.
func pad(content []byte, n int) []byte {
	return append(slices.Clip(content), make([]byte, sectors(n)*Sector-len(content))...)
}
