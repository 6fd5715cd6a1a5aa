-- +goose Up
-- Times are microseconds since 1970 in UTC, here and everywhere.
CREATE TABLE IF NOT EXISTS runs (
    id BIGINT NOT NULL,
    job VARCHAR(64) NOT NULL,
    `trigger` VARCHAR(16) NOT NULL,
    area VARCHAR(255) NOT NULL,
    as_of CHAR(10) NOT NULL,
    status VARCHAR(16) NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT NULL,
    config_digest VARCHAR(255) NOT NULL,
    version VARCHAR(255) NOT NULL,
    opened BIGINT NOT NULL,
    resolved BIGINT NOT NULL,
    reopened BIGINT NOT NULL,
    unresolved BIGINT NOT NULL,
    error MEDIUMTEXT NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (id),
    KEY runs_by_job (job, status),
    KEY runs_by_finish (finished_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
