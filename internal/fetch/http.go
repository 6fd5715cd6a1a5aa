package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// HTTP fetches from, an https:// location (or http:// on this machine), into
// one file: the body of the one answer, or the JSON values of all pages, each on
// lines of its own. When it returns nil, everything was received and agreed with
// itself; on an error all that was created is to be thrown away.
//
// Busy and broken servers (429, 5xx), lost connections and answers that were cut
// off are tried again. Errors name the location without query and user.
func HTTP(ctx context.Context, from string, spec HTTPSpec, env Env, create Create) error {
	origin, err := parse(from)
	if err != nil {
		return err
	}
	if err := checkScheme(origin); err != nil {
		return err
	}
	c, err := newClient(origin, spec, env)
	if err != nil {
		return fmt.Errorf("%s: %w", shown(origin), err)
	}
	defer c.transport.CloseIdleConnections()
	ctx, done := within(ctx, c.timeouts.Overall)
	defer done()
	if spec.Pages != nil {
		return c.pages(ctx, *spec.Pages, create)
	}
	return c.download(ctx, create)
}

// client makes the requests for one location.
type client struct {
	origin    *url.URL // without user and fragment
	allowed   []string // hosts that may be redirected to
	who       credentials
	transport *http.Transport
	pace      *rate.Limiter
	attempts  int
	timeouts  Timeouts
	env       Env
}

func newClient(origin *url.URL, spec HTTPSpec, env Env) (*client, error) {
	who, err := newCredentials(spec, origin.User)
	if err != nil {
		return nil, err
	}
	trust, err := tlsConfig(spec.TLS, env.Dir)
	if err != nil {
		return nil, err
	}
	timeouts := spec.Timeouts.orDefaults()
	pace := rate.NewLimiter(rate.Inf, 1)
	if spec.Rate.Requests > 0 {
		pace = rate.NewLimiter(rate.Every(spec.Rate.Per/time.Duration(spec.Rate.Requests)), 1)
	}
	plain := *origin
	plain.User, plain.Fragment, plain.RawFragment = nil, "", ""
	return &client{
		origin: &plain, allowed: spec.RedirectHosts, who: who,
		transport: &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: timeouts.Connect}).DialContext,
			TLSHandshakeTimeout:   timeouts.Connect,
			TLSClientConfig:       trust,
			ResponseHeaderTimeout: timeouts.Header,
		},
		pace: pace, attempts: or(spec.Attempts, defaultAttempts), timeouts: timeouts, env: env,
	}, nil
}

// get asks for target until receive has taken a whole answer, or there is no
// point in asking again.
func (c *client) get(ctx context.Context, target *url.URL, receive func(*http.Response) error) error {
	err := repeat(ctx, c.attempts, c.env, func() error { return c.try(ctx, target, receive) })
	if err != nil {
		return fmt.Errorf("%s: %w", shown(target), err)
	}
	return nil
}

func (c *client) try(ctx context.Context, target *url.URL, receive func(*http.Response) error) error {
	ctx, give := context.WithCancelCause(ctx)
	defer give(nil)
	response, err := c.follow(ctx, target)
	if err != nil {
		return transportFault(ctx, err)
	}
	defer func() { _ = response.Body.Close() }() // what was read of it is judged by its own error
	if err := c.accept(response); err != nil {
		return err
	}
	response.Body = body{&watched{response.Body, c.timeouts.Stall, give}, response.Body, ctx}
	return receive(response)
}

// body is the body of an answer, which says in its errors what broke it off. An
// end that comes when it was given up already is none: some servers end an
// answer properly when they see us leave.
type body struct {
	io.Reader
	io.Closer
	ctx context.Context
}

func (b body) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil && (err != io.EOF || b.ctx.Err() != nil) {
		err = bodyFault(b.ctx, err)
	}
	return n, err
}

// mostHops is how many redirects are followed.
const mostHops = 5

// follow sends the request where redirects lead it, as long as they stay where they may.
func (c *client) follow(ctx context.Context, target *url.URL) (*http.Response, error) {
	for hop := 0; ; hop++ {
		now := c.env.now()
		if wait := c.pace.ReserveN(now, 1).DelayFrom(now); wait > 0 {
			if err := c.env.sleep(ctx, wait); err != nil {
				return nil, err
			}
		}
		response, err := c.send(ctx, target)
		if err != nil || !isRedirect(response.StatusCode) {
			return response, err
		}
		if err := response.Body.Close(); err != nil {
			return nil, err
		}
		if hop == mostHops {
			return nil, final{fmt.Errorf("the server redirects more than %d times", mostHops)}
		}
		if target, err = c.redirected(response); err != nil {
			return nil, final{err}
		}
	}
}

func (c *client) send(ctx context.Context, target *url.URL) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), http.NoBody)
	if err != nil {
		return nil, final{errors.New("no request can be made of this location")}
	}
	request.Header.Set("User-Agent", "bidui")
	if hostPort(target) == hostPort(c.origin) {
		c.who.sign(request, c.env.now())
	}
	return c.transport.RoundTrip(request)
}

func isRedirect(status int) bool {
	return slices.Contains([]int{
		http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect,
	}, status)
}

// redirected is where a redirect leads: to the same host, or to one that is
// allowed, and never from an encrypted connection to an open one.
func (c *client) redirected(response *http.Response) (*url.URL, error) {
	target, err := response.Location()
	if err != nil {
		return nil, errors.New("the server redirects to what is no URL")
	}
	target.User = nil
	if err := checkScheme(target); err != nil {
		return nil, fmt.Errorf("the server redirects elsewhere: %w", err)
	}
	allowed := hostPort(target) == hostPort(c.origin) && target.Scheme == c.origin.Scheme ||
		slices.ContainsFunc(c.allowed, func(host string) bool {
			return strings.EqualFold(host, target.Host) || strings.EqualFold(host, target.Hostname())
		})
	if !allowed {
		return nil, fmt.Errorf("the server redirects to %s: if that is right, name the host %s in redirect_hosts", shown(target), target.Host)
	}
	return target, nil
}

// accept refuses every answer but a 200 in an encoding that was asked for.
func (c *client) accept(response *http.Response) error {
	status := response.StatusCode
	err := fmt.Errorf("the server answers %s", strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status))))
	switch {
	case status == http.StatusTooManyRequests || status >= 500:
		return passing{err, retryAfter(response.Header.Get("Retry-After"), c.env.now())}
	case status > http.StatusOK && status < 300:
		return incomplete{fmt.Errorf("%w, which is not the whole of it", err)}
	case status != http.StatusOK:
		return err
	case response.Header.Get("Content-Encoding") != "" && !strings.EqualFold(response.Header.Get("Content-Encoding"), "identity"):
		return incomplete{errors.New("the server sends a Content-Encoding that was not asked for")}
	}
	return nil
}
