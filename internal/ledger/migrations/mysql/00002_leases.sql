-- +goose Up
-- Who runs a job now, and until when nobody else may. No row: nobody. The token
-- is the id of the run.
CREATE TABLE IF NOT EXISTS leases (
    job VARCHAR(64) NOT NULL,
    owner VARCHAR(255) NOT NULL,
    token BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (job)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
