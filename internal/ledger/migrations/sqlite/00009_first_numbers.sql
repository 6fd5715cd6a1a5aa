-- +goose Up
INSERT OR IGNORE INTO sequences (name, next) VALUES ('discrepancies', 1), ('events', 1);
