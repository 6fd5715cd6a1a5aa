-- +goose Up
-- What people decided to do about a discrepancy. people is the active members of
-- the household, where it is one; verified_run is the run whose registry showed
-- that it was done.
CREATE TABLE IF NOT EXISTS handlings (
    discrepancy_id INTEGER NOT NULL,
    handling TEXT NOT NULL,
    reason TEXT NOT NULL,
    actor TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    people INTEGER NULL,
    verified_at INTEGER NULL,
    verified_run INTEGER NULL,
    PRIMARY KEY (discrepancy_id)
) WITHOUT ROWID;
