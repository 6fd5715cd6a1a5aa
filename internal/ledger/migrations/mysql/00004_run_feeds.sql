-- +goose Up
-- What a run read. county_rows (accepted rows per county) is the baseline of the
-- shrink guard; changed_at is when the digest last became another.
CREATE TABLE IF NOT EXISTS run_feeds (
    run_id BIGINT NOT NULL,
    feed VARCHAR(64) NOT NULL,
    location MEDIUMTEXT NOT NULL,
    digest VARCHAR(255) NOT NULL,
    rows_read BIGINT NOT NULL,
    rows_accepted BIGINT NOT NULL,
    rows_rejected BIGINT NOT NULL,
    held_counties MEDIUMTEXT NOT NULL,
    county_rows MEDIUMTEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    rejects_digest VARCHAR(64) NOT NULL,
    PRIMARY KEY (run_id, feed),
    KEY run_feeds_by_feed (feed, run_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
