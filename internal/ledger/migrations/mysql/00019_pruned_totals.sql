-- +goose Up
-- What runs did to each kind that were removed since: totals only grow.
CREATE TABLE IF NOT EXISTS pruned_totals (
    job VARCHAR(64) NOT NULL,
    kind VARCHAR(64) NOT NULL,
    opened BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    resolved BIGINT NOT NULL,
    reopened BIGINT NOT NULL,
    PRIMARY KEY (job, kind)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
