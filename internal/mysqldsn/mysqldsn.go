// Package mysqldsn reads the addresses of MySQL-protocol databases, written as
// mysql://user:password@host:3306/database, for everyone who connects to one.
package mysqldsn

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
)

// Scheme starts every address that Parse reads.
const Scheme = "mysql://"

// Time limits of a connection; an address may set others (?readTimeout=30m).
// Reading waits long, because a large query may think long before its first row.
const (
	dialTimeout  = 10 * time.Second
	readTimeout  = 10 * time.Minute
	writeTimeout = time.Minute
)

// Parse reads mysql://user:password@host:port/database?parameters into a
// configuration of the driver. The port defaults to 3306; ?socket=/path names a
// unix socket instead of a host; other parameters are the driver's (?tls=true).
// User and password are percent-decoded.
//
// Sessions are the same everywhere: utf8mb4 compared by bytes, times in UTC and
// as time.Time, affected rows counted as found, nothing logged by the driver.
// Errors never show the address, since it holds a password.
func Parse(address string) (*mysql.Config, error) {
	rest, ok := strings.CutPrefix(address, Scheme)
	if !ok {
		return nil, errors.New("a database address starts with " + Scheme)
	}
	rest, rawQuery, _ := strings.Cut(rest, "?")
	authority, database, _ := strings.Cut(rest, "/")
	at := strings.LastIndexByte(authority, '@')
	if at < 0 || strings.ContainsAny(database, "/@") {
		return nil, errors.New("database address is not written as mysql://user:password@host:3306/database (in a password, write / ? # @ as %2F %3F %23 %40)")
	}
	network, query, err := locate(authority[at+1:], rawQuery)
	if err != nil {
		return nil, err
	}
	config, err := mysql.ParseDSN(network + "/" + database + query)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	if _, port, err := net.SplitHostPort(config.Addr); config.Net == "tcp" && (err != nil || !isPort(port)) {
		return nil, errors.New("database address: the port is no number from 1 to 65535")
	}
	if err := setUser(config, authority[:at]); err != nil {
		return nil, err
	}
	fix(config)
	return config, nil
}

// locate writes host and parameters as the driver's own DSN wants them:
// tcp(host:port) or unix(/path), and ?a=b&c=d.
func locate(host, rawQuery string) (network, query string, err error) {
	values, err := url.ParseQuery(rawQuery)
	if err != nil {
		return "", "", errors.New("database address: parameters after ? are not written as name=value&name=value")
	}
	for _, name := range fixedParameters() {
		if values.Has(name) {
			return "", "", fmt.Errorf("database address: parameter %s cannot be set", name)
		}
	}
	socket := values.Get("socket")
	values.Del("socket")
	if len(values) > 0 {
		query = "?" + values.Encode()
	}
	switch {
	case strings.ContainsAny(host+socket, "()"):
		return "", "", errors.New("database address: host or socket has a bracket in it")
	case socket != "":
		return "unix(" + socket + ")", query, nil
	case host == "":
		return "", "", errors.New("database address has no host (or ?socket=/path)")
	}
	if strings.HasSuffix(host, "]") { // of an IPv6 address, which the driver takes for no address with a port
		host += ":3306"
	}
	return "tcp(" + host + ")", query, nil
}

func isPort(text string) bool {
	port, err := strconv.ParseUint(text, 10, 16)
	return err == nil && port > 0
}

// fixedParameters are those on which the meaning of our statements rests, and
// those that would let a statement do more than it says.
func fixedParameters() []string {
	return []string{
		"charset", "collation", "parseTime", "loc", "time_zone", "clientFoundRows", "columnsWithAlias", "timeTruncate",
		"multiStatements", "allowAllFiles", "allowOldPasswords", "strict",
	}
}

func setUser(config *mysql.Config, userinfo string) error {
	user, password, _ := strings.Cut(userinfo, ":")
	var err error
	if config.User, err = url.PathUnescape(user); err != nil {
		return errors.New("database address: the user has a % that starts no %XX")
	}
	if config.Passwd, err = url.PathUnescape(password); err != nil {
		return errors.New("database address: the password has a % that starts no %XX (write %25)")
	}
	if config.User == "" {
		return errors.New("database address has no user")
	}
	return nil
}

func fix(config *mysql.Config) {
	config.Collation = "utf8mb4_bin"
	config.ParseTime = true
	config.Loc = time.UTC
	config.ClientFoundRows = true
	config.Logger = &mysql.NopLogger{}
	if config.Params == nil {
		config.Params = map[string]string{}
	}
	config.Params["time_zone"] = "'+00:00'"
	if config.Timeout == 0 {
		config.Timeout = dialTimeout
	}
	if config.ReadTimeout == 0 {
		config.ReadTimeout = readTimeout
	}
	if config.WriteTimeout == 0 {
		config.WriteTimeout = writeTimeout
	}
}
