package fetch

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/textproto"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bidui/bidui/internal/secret"
)

// credentials is what a request carries to be let in.
type credentials struct {
	headers http.Header
	keyID   string
	key     []byte // of the HMAC; nil: requests are not signed
	names   HMAC   // of the headers of the HMAC
}

func newCredentials(spec HTTPSpec, user *url.Userinfo) (credentials, error) {
	who := credentials{headers: make(http.Header)}
	for name, text := range spec.Headers {
		if IsReserved(name) {
			return who, fmt.Errorf("the header %s is not for the configuration to set", name)
		}
		value, err := text.Reveal()
		if err != nil {
			return who, err
		}
		who.headers.Set(name, value)
	}
	ways := 0
	for _, way := range []bool{user != nil, spec.Auth.Bearer != "", spec.Auth.Basic != nil, spec.Auth.HMAC != nil} {
		if way {
			ways++
		}
	}
	switch auth := spec.Auth; {
	case ways > 1:
		return who, errors.New("there are several ways to say who asks: keep one of bearer, basic, hmac and the user of the location")
	case user != nil:
		password, _ := user.Password()
		who.basic(user.Username(), password)
	case auth.Bearer != "":
		token, err := auth.Bearer.Reveal()
		if err != nil {
			return who, err
		}
		who.headers.Set("Authorization", "Bearer "+token)
	case auth.Basic != nil:
		name, password, err := revealBoth(auth.Basic.User, auth.Basic.Password)
		if err != nil {
			return who, err
		}
		who.basic(name, password)
	case auth.HMAC != nil:
		id, key, err := revealBoth(auth.HMAC.KeyID, auth.HMAC.Secret)
		if err != nil {
			return who, err
		}
		who.keyID, who.key, who.names = id, []byte(key), *auth.HMAC
	}
	return who, nil
}

func (c *credentials) basic(user, password string) {
	request := http.Request{Header: c.headers}
	request.SetBasicAuth(user, password)
}

// sign puts the credentials into a request.
func (c *credentials) sign(request *http.Request, now time.Time) {
	maps.Copy(request.Header, c.headers)
	if c.key == nil {
		return
	}
	timestamp := strconv.FormatInt(now.Unix(), 10)
	request.Header.Set(or(c.names.KeyIDHeader, "X-Key-Id"), c.keyID)
	request.Header.Set(or(c.names.TimestampHeader, "X-Timestamp"), timestamp)
	request.Header.Set(or(c.names.SignatureHeader, "X-Signature"),
		signature(c.key, request.Method, request.URL.RequestURI(), timestamp))
}

// signature is that of the type HMAC.
func signature(key []byte, method, target, timestamp string) string {
	sum := hmac.New(sha256.New, key)
	sum.Write([]byte(method + "\n" + target + "\n" + timestamp + "\n"))
	return hex.EncodeToString(sum.Sum(nil))
}

// IsReserved says whether a header is the fetcher's own: those that say how the
// answer is to be sent, and to whom the request goes.
func IsReserved(header string) bool {
	return slices.Contains([]string{
		"Accept-Encoding", "Connection", "Content-Length", "Host", "If-Modified-Since", "If-None-Match",
		"Range", "Te", "Trailer", "Transfer-Encoding", "Upgrade",
	}, textproto.CanonicalMIMEHeaderKey(header))
}

// tlsConfig trusts whom spec names, and shows the client's certificate if there is one.
func tlsConfig(spec TLSSpec, dir string) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if spec.CA != "" {
		text, err := pemOf("tls.ca", spec.CA, dir)
		if err != nil {
			return nil, err
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(text) {
			return nil, errors.New("tls.ca holds no certificate in PEM form")
		}
	}
	switch {
	case spec.Cert == "" && spec.Key == "":
		return config, nil
	case spec.Cert == "" || spec.Key == "":
		return nil, errors.New("tls.cert and tls.key belong together")
	}
	cert, err := pemOf("tls.cert", spec.Cert, dir)
	if err != nil {
		return nil, err
	}
	key, err := pemOf("tls.key", spec.Key, dir)
	if err != nil {
		return nil, err
	}
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("tls.cert and tls.key: %w", err)
	}
	config.Certificates = []tls.Certificate{pair}
	return config, nil
}

// pemOf is the PEM text that a key of the configuration holds or names the file of.
func pemOf(key string, text secret.Text, dir string) ([]byte, error) {
	value, err := text.Reveal()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", key, err)
	}
	if strings.Contains(value, "-----BEGIN ") {
		return []byte(value), nil
	}
	if !filepath.IsAbs(value) {
		value = filepath.Join(dir, value)
	}
	content, err := os.ReadFile(value)
	var fault *fs.PathError
	switch {
	case errors.As(err, &fault) && strings.Contains(string(text), "${"): // the path may be a key without its armour
		return nil, fmt.Errorf("%s: what %s refers to is neither PEM nor a file that can be read: %w", key, text, fault.Err)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", key, err)
	}
	return content, nil
}

func revealBoth(first, second secret.Text) (a, b string, err error) {
	if a, err = first.Reveal(); err != nil {
		return "", "", err
	}
	b, err = second.Reveal()
	return a, b, err
}
