-- +goose Up
-- identity is the digest of (kind, subject, qualifier), which are unique, byte by
-- byte: text of any length can be in them, and a text index would ignore
-- trailing spaces. last_seen_* are empty while the job's last successful run over
-- the area saw the discrepancy. county_key is the code or name metrics use.
CREATE TABLE IF NOT EXISTS discrepancies (
    id BIGINT NOT NULL,
    kind VARCHAR(64) NOT NULL,
    subject MEDIUMTEXT NOT NULL,
    qualifier MEDIUMTEXT NOT NULL,
    job VARCHAR(64) NOT NULL,
    agency VARCHAR(64) NOT NULL,
    severity VARCHAR(16) NOT NULL,
    county VARCHAR(255) NOT NULL,
    town VARCHAR(255) NOT NULL,
    village VARCHAR(255) NOT NULL,
    area_code VARCHAR(255) NOT NULL,
    household_id MEDIUMTEXT NOT NULL,
    member_id MEDIUMTEXT NOT NULL,
    id_number MEDIUMTEXT NOT NULL,
    name MEDIUMTEXT NOT NULL,
    registry_value MEDIUMTEXT NOT NULL,
    agency_value MEDIUMTEXT NOT NULL,
    expected_value MEDIUMTEXT NOT NULL,
    detail MEDIUMTEXT NOT NULL,
    status VARCHAR(16) NOT NULL,
    opened_at BIGINT NOT NULL,
    last_seen_at BIGINT NULL,
    resolved_at BIGINT NULL,
    opened_run BIGINT NOT NULL,
    last_seen_run BIGINT NULL,
    resolved_run BIGINT NULL,
    times_reopened BIGINT NOT NULL,
    waived_until CHAR(10) NULL,
    note MEDIUMTEXT NOT NULL,
    identity BINARY(16) NOT NULL,
    county_key VARCHAR(255) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (identity),
    KEY discrepancies_by_job (job)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
