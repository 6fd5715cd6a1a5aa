-- +goose Up
-- The next number of what people refer to by number. The row "discrepancies"
-- is also the lock under which ledgers are recorded, one after the other.
CREATE TABLE IF NOT EXISTS sequences (
    name TEXT NOT NULL,
    next INTEGER NOT NULL,
    PRIMARY KEY (name)
) WITHOUT ROWID;
