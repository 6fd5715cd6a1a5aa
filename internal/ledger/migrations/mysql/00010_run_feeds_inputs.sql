-- +goose Up
-- inputs is what was brought, file by file; headers is field → the headers that
-- it was found by; notes is what people should know of the reading. The server
-- commits a change of a table by itself, so it must bear to be made again.
SET @change = IF((SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'run_feeds' AND column_name = 'inputs') = 0,
    'ALTER TABLE run_feeds ADD COLUMN inputs MEDIUMTEXT NULL, ADD COLUMN headers MEDIUMTEXT NULL, ADD COLUMN notes MEDIUMTEXT NULL',
    'DO 0');
PREPARE statement FROM @change;
EXECUTE statement;
DEALLOCATE PREPARE statement;
