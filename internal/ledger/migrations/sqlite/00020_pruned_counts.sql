-- +goose Up
-- Of what sorts discrepancies were that were removed since: a count that was
-- ever shown goes on as 0.
CREATE TABLE IF NOT EXISTS pruned_counts (
    job TEXT NOT NULL,
    kind TEXT NOT NULL,
    agency TEXT NOT NULL,
    severity TEXT NOT NULL,
    county_key TEXT NOT NULL,
    PRIMARY KEY (job, kind, agency, severity, county_key)
) WITHOUT ROWID;
