package table

import "unsafe"

// View is text as a cell, without a copy: the one place where memory is seen as
// a string. Its caller gives bytes that Alloc of the batch has handed out and
// that nobody writes to again before the batch's next Reset.
func View(text []byte) string { return unsafe.String(unsafe.SliceData(text), len(text)) }
