-- +goose Up
-- What a run did to each kind; kinds it left alone have no row.
CREATE TABLE IF NOT EXISTS run_kinds (
    run_id BIGINT NOT NULL,
    kind VARCHAR(64) NOT NULL,
    opened BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    resolved BIGINT NOT NULL,
    reopened BIGINT NOT NULL,
    PRIMARY KEY (run_id, kind)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
