package mysqldsn_test

import (
	"strings"
	"testing"
	"time"

	"github.com/bidui/bidui/internal/mysqldsn"
)

func TestParse(t *testing.T) {
	for address, want := range map[string]struct{ user, password, network, addr, db string }{
		"mysql://u:p@h:3307/d": {"u", "p", "tcp", "h:3307", "d"},
		"mysql://u@h":          {"u", "", "tcp", "h:3306", ""},
		"mysql://u@h/":         {"u", "", "tcp", "h:3306", ""},
		"mysql://u:p%40%2Fs%3A+@10.0.0.5:3306/water":      {"u", "p@/s:+", "tcp", "10.0.0.5:3306", "water"},
		"mysql://u:p@[::1]/d":                             {"u", "p", "tcp", "[::1]:3306", "d"},
		"mysql://u:a:b@c@[::1]:3306/d":                    {"u", "a:b@c", "tcp", "[::1]:3306", "d"},
		"mysql://u:p@/d?socket=/run/mysqld/mysqld.sock":   {"u", "p", "unix", "/run/mysqld/mysqld.sock", "d"},
		"mysql://%E7%94%A8:p@h/%E6%B0%B4%E5%88%A9?tls=0":  {"用", "p", "tcp", "h:3306", "水利"},
		"mysql://u:p@localhost/d?socket=%2Ftmp%2Fm.sock&": {"u", "p", "unix", "/tmp/m.sock", "d"},
	} {
		c, err := mysqldsn.Parse(address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		got := struct{ user, password, network, addr, db string }{c.User, c.Passwd, c.Net, c.Addr, c.DBName}
		if got != want {
			t.Errorf("%s: got %+v", address, got)
		}
		if c.Collation != "utf8mb4_bin" || !c.ParseTime || c.Loc != time.UTC || !c.ClientFoundRows ||
			c.Params["time_zone"] != "'+00:00'" || c.Timeout == 0 || c.ReadTimeout == 0 || c.WriteTimeout == 0 {
			t.Errorf("%s: session is not the usual one: %+v", address, c)
		}
	}
}

func TestParseParameters(t *testing.T) {
	c, err := mysqldsn.Parse("mysql://u:p@db.example:3306/d?tls=true&readTimeout=30m&wait_timeout=90")
	if err != nil {
		t.Fatal(err)
	}
	if c.TLS == nil || c.TLS.ServerName != "db.example" || c.ReadTimeout != 30*time.Minute || c.Params["wait_timeout"] != "90" {
		t.Errorf("parameters lost: %+v", c)
	}
}

func TestParseRefuses(t *testing.T) {
	for address, want := range map[string]string{
		"root:hunter2@tcp(h:3306)/d":             "starts with mysql://",
		"mysql://h:3306/d":                       "not written as",
		"mysql://u:hunter2/x@h:3306/d":           "not written as",
		"mysql://u@x:1/hunter2@h/d":              "not written as",
		"mysql://:hunter2@h/d":                   "no user",
		"mysql://u:hunter2@/d":                   "no host",
		"mysql://u:hunter2%zz@h/d":               "%25",
		"mysql://u%zz:hunter2@h/d":               "the user",
		"mysql://u:hunter2@h/d?time_zone=SYSTEM": "time_zone cannot be set",
		"mysql://u:hunter2@h/d?allowAllFiles=1":  "allowAllFiles cannot be set",
		"mysql://u:hunter2@h/d?strict=true":      "strict cannot be set",
		"mysql://u:hunter2@h/d?readTimeout=soon": "soon",
		"mysql://u:hunter2@h)(/d":                "bracket",
		"mysql://u:hunter2@h:33o6/d":             "the port is no number",
		"mysql://u:hunter2@h:70000/d":            "the port is no number",
		"mysql://u:hunter2@h/d?a=%zz":            "name=value",
		"mysql://u:hunter2@h/%zz":                "dbname",
		"mysql://u:hunter2@h/d?tls=nosuchconfig": "nosuchconfig",
	} {
		_, err := mysqldsn.Parse(address)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", address, err, want)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the error shows the password: %v", err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("mysql://u:p@h:3306/d?tls=true")
	f.Add("mysql://u:p@/d?socket=/x")
	f.Fuzz(func(t *testing.T, address string) {
		c, err := mysqldsn.Parse(address)
		if err == nil && c.Params["time_zone"] != "'+00:00'" {
			t.Errorf("%q: session is not the usual one", address)
		}
	})
}
