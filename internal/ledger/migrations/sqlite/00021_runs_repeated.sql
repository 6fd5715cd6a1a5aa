-- +goose Up
-- decisions is the number of the next decision when the run began, NULL of older
-- runs; same_as the run whose result this one repeats, since nothing had changed.
ALTER TABLE runs ADD COLUMN decisions INTEGER NULL;
ALTER TABLE runs ADD COLUMN same_as INTEGER NULL;
