package xls

import "encoding/binary"

// Kinds that stand among the cells of a sheet, and say nothing that matters here.
const (
	recNote       = 0x001C
	recDefColumn  = 0x0055
	recObj        = 0x005D
	recColInfo    = 0x007D
	recMulBlank   = 0x00BE
	recDBCell     = 0x00D7
	recDrawing    = 0x00EC
	recTxO        = 0x01B6
	recHLink      = 0x01B8
	recDimensions = 0x0200
	recBlank      = 0x0201
	recIndex      = 0x020B
	recArray      = 0x0221
	recTable      = 0x0236
	recShrFmla    = 0x04BC
	recFuture     = 0x0800 // and above: what later versions added, which earlier ones pass over
)

// besideCells says whether a record may stand among cells and not be one. Whoever
// damages the kind of a cell hardly ever comes upon such a record of such a size.
func besideCells(r *records) bool {
	size := len(r.body)
	switch r.kind {
	case recContinue, recDBCell, recDimensions, recDrawing, recMulBlank, recNote, recObj, recShrFmla, recArray, recTable, recTxO, recHLink:
		return true
	case recBlank:
		return size == 6
	case recColInfo:
		return size >= 11
	case recDefColumn:
		return size == 2
	case recIndex:
		return size >= 16
	}
	return r.kind >= recFuture && size >= 2 && binary.LittleEndian.Uint16(r.body) == r.kind // which they repeat
}
