package table

// Batch is a run of successive rows of one Source. Cells may point into memory
// of the batch and are valid until it is filled again. A batch that is filled
// again and again allocates nothing once it has grown to the size of its rows.
//
// A decoder fills it so: Reset, then for each row cells := AvailableCells(),
// append to cells what View, Hold or any lasting string gives, AddRow.
type Batch struct {
	Source *Source
	Rows   []Row
	Hidden int  // how many of the rows are hidden in their sheet
	Open   bool // the text ended within the last of the rows: it has no line break

	cells []string // backing of Rows[i].Cells
	width int      // the most cells that a row had so far
	text  []byte   // backing of the cells' text; its length is what is taken
}

// Reset empties the batch and makes it one of src. Cells handed out before are void.
func (b *Batch) Reset(src *Source) {
	b.Source = src
	b.Rows = b.Rows[:0]
	b.Hidden = 0
	b.Open = false
	b.cells = b.cells[:0]
	b.text = b.text[:0]
}

// AvailableCells is an empty slice over spare memory of the batch, to be
// appended to and given to the very next AddRow.
func (b *Batch) AvailableCells() []string {
	if cap(b.cells)-len(b.cells) < b.width {
		// Rows keep the former memory alive for as long as they need it.
		b.cells = make([]string, 0, max(2*cap(b.cells), 16*b.width, minCells))
	}
	return b.cells[len(b.cells):]
}

// AddRow ends a row. Its cells are kept, not copied, be they in the memory that
// AvailableCells gave or, where that was too small, in memory of their own.
func (b *Batch) AddRow(number int, cells []string) {
	n := len(cells)
	if cap(cells) == cap(b.cells)-len(b.cells) {
		b.cells = b.cells[:len(b.cells)+n]
	}
	b.width = max(b.width, n)
	b.Rows = append(b.Rows, Row{Number: number, Cells: cells[:n:n]})
}

// Alloc is n bytes of the batch's own memory, with anything in them.
func (b *Batch) Alloc(n int) []byte {
	start := len(b.text)
	if cap(b.text)-start < n {
		// Cells keep the former memory alive for as long as they need it.
		b.text = make([]byte, 0, max(2*cap(b.text), n, minText))
		start = 0
	}
	b.text = b.text[:start+n]
	return b.text[start : start+n : start+n]
}

// What a batch starts with: bytes of text, and cells.
const (
	minText  = 16 << 10
	minCells = 256
)

// Hold copies text into the batch's memory and returns it as a cell.
func (b *Batch) Hold(text []byte) string {
	if len(text) == 0 {
		return ""
	}
	held := b.Alloc(len(text))
	copy(held, text)
	return View(held)
}
