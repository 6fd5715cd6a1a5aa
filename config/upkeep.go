package config

// Upkeep says how the ledger is looked after.
type Upkeep struct {
	Manual    bool // its tables change with `bidui migrate up` alone
	Retention Retention
}

// Retention is for how many days the ledger keeps what nothing refers to any
// more; 0 is for ever, and what a file leaves out.
type Retention struct {
	Runs     int
	Rejects  int // of failed runs
	Resolved int // discrepancies
}

func (r *reader) retention(v value, into *Retention) {
	r.mapping(v, keys{
		"runs":     func(v value) { into.Runs = r.days(v, true) },
		"rejects":  func(v value) { into.Rejects = r.days(v, true) },
		"resolved": func(v value) { into.Resolved = r.days(v, true) },
	})
}
