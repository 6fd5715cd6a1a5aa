package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// server is a database of our own in a MariaDB server.
type server struct {
	address  *url.URL
	database string
}

// newServer makes an empty database for this process.
func newServer(ctx context.Context, address string) (*server, error) {
	if address == "" {
		return nil, errors.New("MariaDB is needed: set -mysql or BIDUI_TEST_MYSQL, or run under .ci/with-servers")
	}
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "mysql" || parsed.Hostname() == "" {
		return nil, errors.New("-mysql: want an address such as mysql://root@127.0.0.1:3306/")
	}
	s := &server{address: parsed, database: fmt.Sprintf("bidui_peers_%d", os.Getpid())}
	return s, s.do(ctx, "", "CREATE DATABASE "+s.database+" CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
}

// drop removes the database.
func (s *server) drop(ctx context.Context) error {
	return s.do(ctx, "", "DROP DATABASE "+s.database)
}

// client is the client's command line. The password goes by the environment.
func (s *server) client(database string, more ...string) program {
	args := []string{"mariadb", "--no-defaults", "--protocol=tcp", "--local-infile=1", "--default-character-set=utf8mb4", "--batch", "--host=" + s.address.Hostname()}
	if port := s.address.Port(); port != "" {
		args = append(args, "--port="+port)
	}
	if user := s.address.User.Username(); user != "" {
		args = append(args, "--user="+user)
	}
	p := program{args: append(append(args, more...), database)}
	if password, ok := s.address.User.Password(); ok {
		p.env = append(p.env, "MYSQL_PWD="+password)
	}
	return p
}

func (s *server) do(ctx context.Context, database, statements string) error {
	p := s.client(database, "--execute="+statements)
	cmd := exec.CommandContext(ctx, p.args[0], p.args[1:]...)
	cmd.Env = append(os.Environ(), p.env...)
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("MariaDB: %w\n%s", err, tail(said))
	}
	return nil
}

// load is statements that make the table of a feed and fill it. The server
// checks nothing: the findings are compared in the end.
func (s source) load(kind, keys, engine string) string {
	var fields, columns []string
	for i, column := range s.columns {
		columns = append(columns, "@unread"+fmt.Sprint(i))
		if _, known := set(s.fields())[column]; known {
			columns[i] = "`" + column + "`"
		}
	}
	for _, field := range append(s.fields(), s.missing...) {
		fields = append(fields, "`"+field+"` VARCHAR(60) NOT NULL DEFAULT ''")
	}
	return fmt.Sprintf("CREATE %s TABLE src_%s (%s%s) COLLATE utf8mb4_bin %s;\n", kind, s.name, strings.Join(fields, ", "), keys, engine) +
		fmt.Sprintf("LOAD DATA LOCAL INFILE '%s' INTO TABLE src_%s CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"' LINES TERMINATED BY '\\n' IGNORE 1 LINES (%s);\n",
			s.path, s.name, strings.Join(columns, ", "))
}

// registry puts households and members into the database, as a registry has them.
func (s *server) registry(ctx context.Context, data string) error {
	from, err := sources(data)
	if err != nil {
		return err
	}
	return s.do(ctx, s.database, from[0].load("", ", PRIMARY KEY (household_id)", "ENGINE=InnoDB")+from[1].load("", ", PRIMARY KEY (member_id)", "ENGINE=InnoDB"))
}

// job is the program that does the jobs inside the server: it loads the rosters
// of data beside the registry and writes findings to out.
func (s *server) job(data, out string) (program, error) {
	from, err := sources(data)
	if err != nil {
		return program{}, err
	}
	script, err := mariadbDialect.script(generated)
	if err != nil {
		return program{}, err
	}
	var b strings.Builder
	b.WriteString("SET NAMES utf8mb4 COLLATE utf8mb4_bin;\n")
	for _, f := range from[2:] {
		b.WriteString(f.load("TEMPORARY", "", "ENGINE=Aria TRANSACTIONAL=0 PAGE_CHECKSUM=0"))
	}
	b.WriteString(script)
	p := s.client(s.database)
	p.stdin, p.out = out+".sql", out
	return p, os.WriteFile(p.stdin, []byte(b.String()), 0o600)
}

// feeds is the lines of a configuration that read the registry from the database.
func (s *server) feeds(data string) (map[string]string, error) {
	from, err := sources(data)
	if err != nil {
		return nil, err
	}
	address := *s.address
	address.Path = "/" + s.database
	lines := map[string]string{}
	for _, f := range from[:2] {
		lines[filepath.Base(f.path)] = fmt.Sprintf("{from: %q, query: %q}", address.String(), "SELECT `"+strings.Join(f.fields(), "`, `")+"` FROM src_"+f.name)
	}
	return lines, nil
}
