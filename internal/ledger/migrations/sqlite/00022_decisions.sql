-- +goose Up
INSERT OR IGNORE INTO sequences (name, next) VALUES ('decisions', 1);
