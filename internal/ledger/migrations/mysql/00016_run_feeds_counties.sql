-- +goose Up
-- counties is what a run learned of the counties: from the feed households their
-- names, and how many left poverty in which year; from members, how many children.
SET @change = IF((SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'run_feeds' AND column_name = 'counties') = 0,
    'ALTER TABLE run_feeds ADD COLUMN counties MEDIUMTEXT NULL',
    'DO 0');
PREPARE statement FROM @change;
EXECUTE statement;
DEALLOCATE PREPARE statement;
