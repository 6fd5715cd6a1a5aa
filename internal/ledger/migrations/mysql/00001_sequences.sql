-- +goose Up
-- The next number of what people refer to by number. The row "discrepancies"
-- is also the lock under which ledgers are recorded, one after the other.
CREATE TABLE IF NOT EXISTS sequences (
    name VARCHAR(64) NOT NULL,
    next BIGINT NOT NULL,
    PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
