-- +goose Up
-- What people decided to do about a discrepancy. people is the active members of
-- the household, where it is one; verified_run is the run whose registry showed
-- that it was done.
CREATE TABLE IF NOT EXISTS handlings (
    discrepancy_id BIGINT NOT NULL,
    handling VARCHAR(64) NOT NULL,
    reason MEDIUMTEXT NOT NULL,
    actor VARCHAR(255) NOT NULL,
    decided_at BIGINT NOT NULL,
    people BIGINT NULL,
    verified_at BIGINT NULL,
    verified_run BIGINT NULL,
    PRIMARY KEY (discrepancy_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
