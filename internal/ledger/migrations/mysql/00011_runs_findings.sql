-- +goose Up
-- findings_digest tells whether two runs found the same.
SET @change = IF((SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'runs' AND column_name = 'findings_digest') = 0,
    'ALTER TABLE runs ADD COLUMN findings_digest VARCHAR(64) NOT NULL DEFAULT ''''',
    'DO 0');
PREPARE statement FROM @change;
EXECUTE statement;
DEALLOCATE PREPARE statement;
