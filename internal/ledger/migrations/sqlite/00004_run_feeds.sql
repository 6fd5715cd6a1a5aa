-- +goose Up
-- What a run read. county_rows (accepted rows per county) is the baseline of the
-- shrink guard; changed_at is when the digest last became another.
CREATE TABLE IF NOT EXISTS run_feeds (
    run_id INTEGER NOT NULL,
    feed TEXT NOT NULL,
    location TEXT NOT NULL,
    digest TEXT NOT NULL,
    rows_read INTEGER NOT NULL,
    rows_accepted INTEGER NOT NULL,
    rows_rejected INTEGER NOT NULL,
    held_counties TEXT NOT NULL,
    county_rows TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    rejects_digest TEXT NOT NULL,
    PRIMARY KEY (run_id, feed)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS run_feeds_by_feed ON run_feeds (feed, run_id);
