// Package registry holds the poverty registry (建档立卡) as it is read:
// households, members, areas, and the dictionary of the words in its cells.
// It does no I/O.
package registry
