-- +goose Up
-- What a run did to each kind; kinds it left alone have no row.
CREATE TABLE IF NOT EXISTS run_kinds (
    run_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    opened INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    resolved INTEGER NOT NULL,
    reopened INTEGER NOT NULL,
    PRIMARY KEY (run_id, kind)
) WITHOUT ROWID;
