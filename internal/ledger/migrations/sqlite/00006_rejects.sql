-- +goose Up
-- The rows and cells that could not be used; n numbers those of one run and feed.
CREATE TABLE IF NOT EXISTS rejects (
    run_id INTEGER NOT NULL,
    feed TEXT NOT NULL,
    location TEXT NOT NULL,
    sheet TEXT NOT NULL,
    `row_number` INTEGER NOT NULL,
    field TEXT NOT NULL,
    reason TEXT NOT NULL,
    masked_value TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (feed, run_id, n)
) WITHOUT ROWID;
