-- +goose Up
-- counties is what a run learned of the counties: from the feed households their
-- names, and how many left poverty in which year; from members, how many children.
ALTER TABLE run_feeds ADD COLUMN counties TEXT NULL;
