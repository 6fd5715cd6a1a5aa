-- +goose Up
-- Of what sorts discrepancies were that were removed since: a count that was
-- ever shown goes on as 0.
CREATE TABLE IF NOT EXISTS pruned_counts (
    job VARCHAR(64) NOT NULL,
    kind VARCHAR(64) NOT NULL,
    agency VARCHAR(64) NOT NULL,
    severity VARCHAR(16) NOT NULL,
    county_key VARCHAR(255) NOT NULL,
    PRIMARY KEY (job, kind, agency, severity, county_key)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
