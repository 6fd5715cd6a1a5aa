-- +goose Up
-- Who runs a job now, and until when nobody else may. No row: nobody. The token
-- is the id of the run.
CREATE TABLE IF NOT EXISTS leases (
    job TEXT NOT NULL,
    owner TEXT NOT NULL,
    token INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (job)
) WITHOUT ROWID;
