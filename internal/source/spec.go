package source

import (
	"time"

	"github.com/bidui/bidui/internal/fetch"
	"github.com/bidui/bidui/internal/secret"
)

// Spec says where a feed's bytes come from and how to take them apart.
type Spec struct {
	From     secret.Text `yaml:"from"`     // a path or glob; https://…, sftp://…; or a MySQL-protocol DSN: mysql://user:password@host:3306/database
	Sheet    string      `yaml:"sheet"`    // the one sheet to read; empty: every sheet with the feed's header
	Query    string      `yaml:"query"`    // the SELECT to run where From is a DSN
	Encoding string      `yaml:"encoding"` // auto (default), utf-8, utf-16, gb18030
	Records  string      `yaml:"records"`  // the dotted path of the records in JSON, such as data.rows; empty: the one list of objects
	Password secret.Text `yaml:"password"` // of encrypted files in a ZIP archive

	MaxQueryTime     time.Duration `yaml:"max_query_time"`      // after which the server ends Query, rows still to come or not; default 1h
	MaxRowsPerSecond int           `yaml:"max_rows_per_second"` // of Query; 0: as fast as it goes

	HTTP fetch.HTTPSpec `yaml:"http"` // how From is fetched where it is https://
	SFTP fetch.SFTPSpec `yaml:"sftp"` // and where it is sftp://
}
