package fetch

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
)

// download fetches the location as it is, into one file.
func (c *client) download(ctx context.Context, create Create) error {
	name := "" // of the first answer; a later one must not begin a second file
	return c.get(ctx, c.origin, func(response *http.Response) error {
		if !hasEnd(response) {
			return incomplete{errors.New("the server says neither how long its answer is nor where it ends (no Content-Length, not chunked): one that was cut off could not be told from it")}
		}
		if name == "" {
			name = nameOf(response, c.origin)
		}
		into, err := create(name)
		if err != nil {
			return err
		}
		n, err := pour(into, response.Body)
		if err != nil {
			return fmt.Errorf("after %d bytes: %w", n, err)
		}
		return nil
	})
}

// hasEnd says whether an answer that is cut off can be told from a whole one:
// by its length, by the chunk that ends it, or by the checksum of its compression.
func hasEnd(response *http.Response) bool {
	return response.ContentLength >= 0 || response.Uncompressed || slices.Contains(response.TransferEncoding, "chunked")
}

// nameOf is what the server calls the file, else the end of its address, else its host.
func nameOf(response *http.Response, origin *url.URL) string {
	_, parameters, err := mime.ParseMediaType(response.Header.Get("Content-Disposition"))
	if err == nil {
		if name := plainName(parameters["filename"]); name != "" {
			return name
		}
	}
	return lastElement(origin)
}

func lastElement(address *url.URL) string {
	return or(plainName(address.Path), plainName(address.Hostname()))
}
