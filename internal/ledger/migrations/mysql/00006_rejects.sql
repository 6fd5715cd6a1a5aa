-- +goose Up
-- The rows and cells that could not be used; n numbers those of one run and feed.
CREATE TABLE IF NOT EXISTS rejects (
    run_id BIGINT NOT NULL,
    feed VARCHAR(64) NOT NULL,
    location MEDIUMTEXT NOT NULL,
    sheet MEDIUMTEXT NOT NULL,
    `row_number` BIGINT NOT NULL,
    field VARCHAR(255) NOT NULL,
    reason VARCHAR(64) NOT NULL,
    masked_value MEDIUMTEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (feed, run_id, n)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
