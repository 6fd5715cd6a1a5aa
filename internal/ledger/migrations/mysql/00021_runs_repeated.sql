-- +goose Up
-- decisions is the number of the next decision when the run began, NULL of older
-- runs; same_as the run whose result this one repeats, since nothing had changed.
SET @change = IF((SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'runs' AND column_name = 'decisions') = 0,
    'ALTER TABLE runs ADD COLUMN decisions BIGINT NULL, ADD COLUMN same_as BIGINT NULL',
    'DO 0');
PREPARE statement FROM @change;
EXECUTE statement;
DEALLOCATE PREPARE statement;
