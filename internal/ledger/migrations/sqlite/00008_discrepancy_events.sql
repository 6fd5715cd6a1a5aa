-- +goose Up
-- Append-only. id numbers all events in the order in which they were written.
CREATE TABLE IF NOT EXISTS discrepancy_events (
    discrepancy_id INTEGER NOT NULL,
    run_id INTEGER NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    detail TEXT NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (discrepancy_id, id)
) WITHOUT ROWID;
