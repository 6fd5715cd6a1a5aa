-- +goose Up
-- How counties stood at the end of a month, frozen: a row is written once. content
-- is JSON, digest its SHA-256 in hex, version that of bidui.
CREATE TABLE IF NOT EXISTS scorecards (
    month TEXT NOT NULL,
    content TEXT NOT NULL,
    digest TEXT NOT NULL,
    frozen_at INTEGER NOT NULL,
    version TEXT NOT NULL,
    PRIMARY KEY (month)
);
