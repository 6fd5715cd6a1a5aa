-- +goose Up
-- counties is what a run learned of the counties from the feed households: their
-- names, and how many households left poverty in which year.
ALTER TABLE run_feeds ADD COLUMN counties TEXT NULL;
