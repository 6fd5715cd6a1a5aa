package table

// Limits that all decoders keep to. A batch has some thousands of rows at most,
// and a few dozen at least unless the table ends.
const (
	MinRows = 32
	MaxRows = 4096

	MaxSheetRows    = 1 << 20      // of a sheet, as Excel has them
	MaxSheetColumns = 1 << 14      // likewise
	MaxCellText     = 4 * maxUnits // bytes of a cell
	MaxBatchCells   = 1 << 16      // of a batch of a wide sheet, beyond its least rows
)

// maxUnits is how many UTF-16 units a cell of a spreadsheet holds.
const maxUnits = 32_767
