-- +goose Up
-- findings_digest tells whether two runs found the same.
ALTER TABLE runs ADD COLUMN findings_digest TEXT NOT NULL DEFAULT '';
