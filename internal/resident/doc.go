// Package resident knows what identifies a person on paper: the citizen's ID
// number of GB 11643 and the name. It parses, cleans, masks and compares them
// as people really type them. It is pure: no I/O, no clock.
package resident
