package fetch

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"path"
	"strings"
	"unicode"
)

// Check says what is wrong with a location before anything is fetched from it:
// that it is no URL of https:// or sftp://, that http:// leads to another
// machine, or that the user or the path of sftp:// is missing. References to
// secrets must be out of it.
func Check(from string) error {
	address, err := parse(from)
	if err != nil {
		return err
	}
	if address.Scheme == "sftp" {
		return checkSFTP(address)
	}
	return checkScheme(address)
}

func checkSFTP(address *url.URL) error {
	switch {
	case address.Scheme != "sftp":
		return errors.New("only sftp:// is fetched over SFTP")
	case address.User.Username() == "":
		return fmt.Errorf("%s: the location names no user: write sftp://user@host/path", shown(address))
	case strings.Trim(address.Path, "/") == "":
		return fmt.Errorf("%s: the location names no file: write sftp://user@host/path/*.xlsx", shown(address))
	}
	return nil
}

// parse takes a location apart. What makes it none is not told in its own
// words: they may be those of a password.
func parse(from string) (*url.URL, error) {
	address, err := url.Parse(from)
	if err != nil {
		return nil, errors.New("the location is no URL: in user and password, write %XX for what has a meaning in URLs")
	}
	if address.Hostname() == "" {
		return nil, errors.New("the location names no host")
	}
	return address, nil
}

// shown is an address as an error may name it: without user, password, query
// and fragment. Where an @ follows the host, all may be different from what was
// meant, and the host a part of a password with a slash in it: nothing is shown.
func shown(address *url.URL) string {
	if strings.Contains(address.Path+address.RawQuery+address.Fragment, "@") {
		return address.Scheme + "://…"
	}
	visible := func(c rune) rune {
		if !unicode.IsPrint(c) {
			return '·'
		}
		return c
	}
	return address.Scheme + "://" + address.Host + strings.Map(visible, address.Path)
}

// checkScheme refuses what would be sent in the clear to another machine.
func checkScheme(address *url.URL) error {
	switch {
	case address.Scheme == "https":
		return nil
	case address.Scheme != "http":
		return errors.New("only https:// and sftp:// are fetched from")
	case !isLoopback(address.Hostname()):
		return fmt.Errorf("%s: http:// is for this machine itself (localhost, 127.0.0.1, [::1]); write https://", shown(address))
	}
	return nil
}

// isLoopback says whether a host is this machine itself.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// hostPort is the host of an address with the port that is meant.
func hostPort(address *url.URL) string {
	port := address.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80", "sftp": "22"}[address.Scheme]
	}
	return net.JoinHostPort(strings.ToLower(address.Hostname()), port)
}

// longestName is how many characters of a name are kept: its end, which says what it is.
const longestName = 120

// plainName is the last element of what another machine calls a file, without
// what cannot be seen, and "" where nothing is left.
func plainName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	var kept []rune
	for _, c := range strings.ToValidUTF8(name, "") {
		if unicode.IsPrint(c) && !strings.ContainsRune(`/:*?"<>|`, c) {
			kept = append(kept, c)
		}
	}
	kept = kept[max(0, len(kept)-longestName):]
	return strings.Trim(string(kept), ". ")
}
