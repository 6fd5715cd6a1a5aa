-- +goose Up
INSERT IGNORE INTO sequences (name, next) VALUES ('decisions', 1);
