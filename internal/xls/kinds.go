package xls

// Kinds of records that matter here, by their names in [MS-XLS].
const (
	recFormula          = 0x0006
	recEOF              = 0x000A
	recDate1904         = 0x0022
	recFilePass         = 0x002F
	recContinue         = 0x003C
	recBoundSheet       = 0x0085
	recMulRK            = 0x00BD
	recRString          = 0x00D6
	recMergeCells       = 0x00E5
	recSST              = 0x00FC
	recLabelSST         = 0x00FD
	recNumber           = 0x0203
	recLabel            = 0x0204
	recBoolErr          = 0x0205
	recFormula3         = 0x0206 // a formula as Excel 3 wrote it; the front is the same
	recString           = 0x0207
	recRow              = 0x0208
	recDefaultRowHeight = 0x0225
	recRK               = 0x027E
	recFormula4         = 0x0406 // likewise of Excel 4
	recBOF              = 0x0809
)

// Kinds that earlier versions of Excel had for cells, and for the beginning of a
// sheet. Within a later sheet they would be cells that nobody reads.
const (
	oldInteger = 0x0002
	oldNumber  = 0x0003
	oldLabel   = 0x0004
	oldBoolErr = 0x0005
	oldString  = 0x0007
	oldBOF2    = 0x0009
	oldBOF3    = 0x0209
	oldBOF4    = 0x0409
)

// What a BOF record says that it begins.
const (
	biff8         = 0x0600
	bookGlobals   = 0x0005
	bookWorksheet = 0x0010
)
