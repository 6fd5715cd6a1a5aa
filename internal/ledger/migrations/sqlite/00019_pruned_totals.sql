-- +goose Up
-- What runs did to each kind that were removed since: totals only grow.
CREATE TABLE IF NOT EXISTS pruned_totals (
    job TEXT NOT NULL,
    kind TEXT NOT NULL,
    opened INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    resolved INTEGER NOT NULL,
    reopened INTEGER NOT NULL,
    PRIMARY KEY (job, kind)
) WITHOUT ROWID;
