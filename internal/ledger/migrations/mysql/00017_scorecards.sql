-- +goose Up
-- How counties stood at the end of a month, frozen: a row is written once. content
-- is JSON, digest its SHA-256 in hex, version that of bidui.
CREATE TABLE IF NOT EXISTS scorecards (
    month CHAR(7) NOT NULL,
    content LONGTEXT NOT NULL,
    digest VARCHAR(64) NOT NULL,
    frozen_at BIGINT NOT NULL,
    version VARCHAR(255) NOT NULL,
    PRIMARY KEY (month)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
