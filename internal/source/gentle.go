package source

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"golang.org/x/time/rate"
)

// maxQueryTime is how long a query may take where its feed does not say.
const maxQueryTime = time.Hour

// What servers say, by code.
const (
	errUnknownVariable = 1193
	errNotSupported    = 1235 // of statements that TiDB has only as words
	errTooLongMariaDB  = 1969
	errTooLongMySQL    = 3024 // and TiDB
)

// isFault says whether err is one of these that a server said.
func isFault(err error, codes ...uint16) bool {
	var fault *mysql.MySQLError
	return errors.As(err, &fault) && slices.Contains(codes, fault.Number)
}

// limitTime has the server end what the session asks for after some time, from
// the statement to the last row. It is false where the server knows no limit.
func (s *moment) limitTime(ctx context.Context, limit time.Duration) (bool, error) {
	for _, statement := range []string{
		fmt.Sprintf("SET SESSION max_statement_time = %.3f", limit.Seconds()),    // MariaDB
		fmt.Sprintf("SET SESSION max_execution_time = %d", limit.Milliseconds()), // MySQL, TiDB
	} {
		_, err := s.conn.ExecContext(ctx, statement)
		if err == nil {
			return true, nil
		}
		if !isFault(err, errUnknownVariable) {
			return false, fmt.Errorf("%s: %w", strings.ToLower(statement), err)
		}
	}
	return false, nil
}

// isSelect says whether a statement begins as one that reads. It is asked only
// where the server cannot be told that the session reads only: what else such a
// statement may do is rolled back.
func isSelect(statement string) bool {
	words := strings.Fields(strings.TrimLeft(statement, "( \t\r\n"))
	return len(words) > 0 && slices.Contains([]string{"SELECT", "WITH", "TABLE", "VALUES", "SHOW"}, strings.ToUpper(words[0]))
}

// access is how a database was asked, for people to read.
func (q *query) access(from *moment, perSecond int) string {
	terms := []string{"read-only", fmt.Sprintf("ended by the server after %v", q.limit)}
	if !from.readOnly {
		terms[0] = "rolled back, since the server has no read-only sessions"
	}
	if !q.timed {
		terms[1] = "as long as it takes, since the server knows no limit"
	}
	if perSecond > 0 {
		terms = append(terms, fmt.Sprintf("at most %d rows a second", perSecond))
	}
	return strings.Join(terms, "; ")
}

// pace holds rows back, a tenth of a second's at a time. The server sends no
// faster than they are read. The nil pace holds back nothing.
type pace struct {
	limiter *rate.Limiter
	each    int // rows that go together
	gone    int // of those
}

func newPace(perSecond int) *pace {
	if perSecond <= 0 {
		return nil
	}
	each := max(1, perSecond/10)
	return &pace{limiter: rate.NewLimiter(rate.Limit(perSecond), each), each: each}
}

// wait lets a row go when it may.
func (p *pace) wait(ctx context.Context) error {
	if p == nil {
		return nil
	}
	if p.gone++; p.gone < p.each {
		return nil
	}
	p.gone = 0
	return p.limiter.WaitN(ctx, p.each)
}
