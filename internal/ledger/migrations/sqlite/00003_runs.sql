-- +goose Up
-- Times are microseconds since 1970 in UTC, here and everywhere.
CREATE TABLE IF NOT EXISTS runs (
    id INTEGER NOT NULL,
    job TEXT NOT NULL,
    `trigger` TEXT NOT NULL,
    area TEXT NOT NULL,
    as_of TEXT NOT NULL,
    status TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER NULL,
    config_digest TEXT NOT NULL,
    version TEXT NOT NULL,
    opened INTEGER NOT NULL,
    resolved INTEGER NOT NULL,
    reopened INTEGER NOT NULL,
    unresolved INTEGER NOT NULL,
    error TEXT NOT NULL,
    changed INTEGER NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS runs_by_job ON runs (job, status);

CREATE INDEX IF NOT EXISTS runs_by_finish ON runs (finished_at);
