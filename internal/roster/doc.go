// Package roster turns rows of the agencies' feeds into typed records: covered
// persons of civil affairs' dibao and tekun rosters, households of the water
// bureau's ledger. It does no I/O.
package roster
