// Package ledger remembers what runs found: the discrepancies and what became of
// them, the runs, what they read and what they could not use. It is the only
// place with our own SQL, on SQLite or any database that speaks MySQL's protocol
// (MySQL, MariaDB, TiDB).
//
// A run has three steps. Begin takes the job's lease, so that nobody else runs
// the job, and enters a run that is `running`. Then the caller reads and judges,
// under Run.Context. Record compares the findings with what is open, and writes
// the differences, the lifecycle's events and the run's own rows in one
// transaction; or Fail enters why there is no outcome. Preview answers what
// Record would do. Where Standing knows that a run would find what the last one
// did if its inputs are the same, and they are, Repeat ends it without an outcome.
//
// The lifecycle of a discrepancy stands in lifecycle.go, without SQL. Text is
// compared in Go, byte by byte, never by a collation. Times are microseconds in
// UTC, dates are text (2018-09-30), ids are made here.
//
// A SQLite ledger needs a disk of this machine: file locks on network shares
// (SMB, NFS) do not hold.
package ledger
