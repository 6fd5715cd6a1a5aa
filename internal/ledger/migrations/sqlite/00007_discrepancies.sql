-- +goose Up
-- identity is the digest of (kind, subject, qualifier), which are unique, byte by
-- byte: text of any length can be in them, and a text index would ignore
-- trailing spaces. last_seen_* are empty while the job's last successful run over
-- the area saw the discrepancy. county_key is the code or name metrics use.
CREATE TABLE IF NOT EXISTS discrepancies (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    qualifier TEXT NOT NULL,
    job TEXT NOT NULL,
    agency TEXT NOT NULL,
    severity TEXT NOT NULL,
    county TEXT NOT NULL,
    town TEXT NOT NULL,
    village TEXT NOT NULL,
    area_code TEXT NOT NULL,
    household_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    id_number TEXT NOT NULL,
    name TEXT NOT NULL,
    registry_value TEXT NOT NULL,
    agency_value TEXT NOT NULL,
    expected_value TEXT NOT NULL,
    detail TEXT NOT NULL,
    status TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    last_seen_at INTEGER NULL,
    resolved_at INTEGER NULL,
    opened_run INTEGER NOT NULL,
    last_seen_run INTEGER NULL,
    resolved_run INTEGER NULL,
    times_reopened INTEGER NOT NULL,
    waived_until TEXT NULL,
    note TEXT NOT NULL,
    identity BLOB NOT NULL,
    county_key TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (identity)
);

CREATE INDEX IF NOT EXISTS discrepancies_by_job ON discrepancies (job);
