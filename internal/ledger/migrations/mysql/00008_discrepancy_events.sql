-- +goose Up
-- Append-only. id numbers all events in the order in which they were written.
CREATE TABLE IF NOT EXISTS discrepancy_events (
    discrepancy_id BIGINT NOT NULL,
    run_id BIGINT NULL,
    at BIGINT NOT NULL,
    actor VARCHAR(255) NOT NULL,
    event VARCHAR(16) NOT NULL,
    detail MEDIUMTEXT NOT NULL,
    id BIGINT NOT NULL,
    PRIMARY KEY (discrepancy_id, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
