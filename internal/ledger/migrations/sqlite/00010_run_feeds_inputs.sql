-- +goose Up
-- inputs is what was brought, file by file; headers is field → the headers that
-- it was found by; notes is what people should know of the reading.
ALTER TABLE run_feeds ADD COLUMN inputs TEXT NULL;

ALTER TABLE run_feeds ADD COLUMN headers TEXT NULL;

ALTER TABLE run_feeds ADD COLUMN notes TEXT NULL;
