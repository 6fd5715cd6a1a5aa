package xls_test

import (
	"bytes"
	"slices"
	"unicode/utf16"
)

// Sectors of a compound file, and what links of chains mean.
const (
	sector     = 512
	perSector  = sector / 4 // links
	miniSector = 64
	shortest   = 4096 // of a stream in sectors; shorter ones are kept in mini sectors
	endOfChain = 0xFFFFFFFE
	freeSect   = 0xFFFFFFFF
	fatSect    = 0xFFFFFFFD
	difatSect  = 0xFFFFFFFC
)

// entry is a stream of a compound file.
type entry struct {
	name    string
	content []byte
}

// compound writes a compound file: its header, its FAT, its directory, and the
// streams one after the other, padded so that none is a short one.
func compound(entries ...entry) []byte {
	directory := sectors(128 * (len(entries) + 1))
	chains := []int{directory}
	var content []byte
	for _, e := range entries {
		chains = append(chains, sectors(max(len(e.content), shortest)))
		content = append(content, pad(e.content, max(len(e.content), shortest))...)
	}
	fats := 1
	for fats*perSector < fats+difats(fats)+directory+len(content)/sector {
		fats++
	}
	tree := directoryEntry("Root Entry", 5, 1, freeSect, endOfChain, 0)
	start := fats + difats(fats) + directory
	for i, e := range entries {
		next := uint32(i + 2)
		if i+1 == len(entries) {
			next = freeSect
		}
		tree = append(tree, directoryEntry(e.name, 2, freeSect, next, uint32(start), max(len(e.content), shortest))...)
		start += chains[i+1]
	}
	return slices.Concat(header(fats, endOfChain, 0), fat(fats, chains...), difat(fats), padTree(tree), content)
}

// miniCompound writes a compound file whose only stream is a short one.
func miniCompound(name string, content []byte) []byte {
	chain := sectors(len(content))
	links := make([]uint32, 0, perSector)
	for i := range (len(content) + miniSector - 1) / miniSector {
		links = append(links, uint32(i+1))
	}
	links[len(links)-1] = endOfChain
	links = append(links, slices.Repeat([]uint32{freeSect}, perSector-len(links))...)
	tree := slices.Concat(
		directoryEntry("Root Entry", 5, 1, freeSect, 3, chain*sector),
		directoryEntry(name, 2, freeSect, freeSect, 0, len(content)))
	return slices.Concat(header(1, 2, 1), fat(1, 1, 1, chain), padTree(tree), join(links), pad(content, len(content)))
}

// header is that of a file whose first sectors are its FAT, what of the list of
// the FAT's sectors does not find room here, and then its directory.
func header(fats int, miniFAT uint32, miniFATs int) []byte {
	more, next := difats(fats), uint32(endOfChain)
	if more > 0 {
		next = uint32(fats)
	}
	return join([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 16), uint16(0x3E), uint16(3), uint16(0xFFFE),
		uint16(9), uint16(6), make([]byte, 10), uint32(fats), uint32(fats+more), make([]byte, 4), uint32(shortest),
		miniFAT, uint32(miniFATs), next, uint32(more), fatList(0, inHeader, fats))
}

// inHeader is how many sectors of the FAT the header lists.
const inHeader = 109

// difats is how many sectors the list of more of them takes, and difat is these.
func difats(fats int) int { return (max(fats-inHeader, 0) + perSector - 2) / (perSector - 1) }

func difat(fats int) []byte {
	var list []byte
	for i := range difats(fats) {
		next := uint32(fats + i + 1)
		if i+1 == difats(fats) {
			next = endOfChain
		}
		list = append(list, join(fatList(inHeader+i*(perSector-1), perSector-1, fats), next)...)
	}
	return list
}

// fatList is n places of the list of the FAT's sectors, which are the first.
func fatList(first, n, fats int) []uint32 {
	list := slices.Repeat([]uint32{freeSect}, n)
	for i := range min(n, fats-first) {
		list[i] = uint32(first + i)
	}
	return list
}

// fat is a FAT of so many sectors, and behind them chains of so many.
func fat(fats int, chains ...int) []byte {
	links := slices.Repeat([]uint32{fatSect}, fats)
	links = append(links, slices.Repeat([]uint32{difatSect}, difats(fats))...)
	for _, length := range chains {
		for range length - 1 {
			links = append(links, uint32(len(links)+1))
		}
		links = append(links, endOfChain)
	}
	return join(links, slices.Repeat([]uint32{freeSect}, fats*perSector-len(links)))
}

func directoryEntry(name string, kind uint8, child, right, start uint32, size int) []byte {
	units := make([]uint16, 32)
	n := copy(units, utf16.Encode([]rune(name)))
	return join(units, uint16(2*n+2), kind, uint8(1), uint32(freeSect), right, child, make([]byte, 36), start, uint64(size))
}

// padTree fills a directory with entries that are none.
func padTree(tree []byte) []byte {
	none := directoryEntry("", 0, freeSect, freeSect, 0, 0)
	return append(tree, bytes.Repeat(none, (sectors(len(tree))*sector-len(tree))/len(none))...)
}

func sectors(n int) int { return (n + sector - 1) / sector }

// pad makes content fill the sectors of n bytes.
func pad(content []byte, n int) []byte {
	return append(slices.Clip(content), make([]byte, sectors(n)*sector-len(content))...)
}
