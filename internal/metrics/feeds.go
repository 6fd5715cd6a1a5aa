package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/bidui/bidui/internal/ledger"
)

type feedMetrics struct {
	rows, rejected, changed *prometheus.Desc
	held, heldCounty        *prometheus.Desc
	authorised              *prometheus.Desc
	members, households     *prometheus.Desc

	ends Authorised
}

func newFeedMetrics(c *catalogue, ends Authorised) feedMetrics {
	return feedMetrics{
		rows:       c.add("feed_rows", "Rows of the feed that the last successful run used.", "feed"),
		rejected:   c.add("feed_rejected_rows", "Rows and cells of the feed that the last successful run could not use.", "feed", "reason"),
		held:       c.add("feed_held_counties", "Counties held back because the feed lost too many of their rows.", "feed"),
		heldCounty: c.add("feed_county_held", "Always 1: a county that is held back for the feed.", "feed", "county"),
		changed:    c.add("feed_last_change_timestamp_seconds", "When a run first read the feed as it is now.", "feed"),
		authorised: c.add("feed_authorised_until_timestamp_seconds", "When the authorisation to use the feed ends.", "feed"),
		members:    c.add("registry_members", "Members of the registry as last read.", "county"),
		households: c.add("registry_households", "Households of the registry as last read.", "county"),
		ends:       ends,
	}
}

func (m feedMetrics) collect(s sender, summary ledger.Summary) {
	for _, f := range summary.Feeds {
		s.gauge(m.rows, float64(f.Rows), f.Feed)
		for reason, n := range f.Rejected {
			s.gauge(m.rejected, float64(n), f.Feed, reason)
		}
		s.gauge(m.held, float64(len(f.HeldCounties)), f.Feed)
		for _, county := range f.HeldCounties {
			s.gauge(m.heldCounty, 1, f.Feed, county)
		}
		s.since(m.changed, f.ChangedAt, f.Feed)
	}
	for feed, end := range m.ends {
		s.since(m.authorised, end, feed)
	}
	for county, n := range summary.Members {
		s.gauge(m.members, float64(n), county)
	}
	for county, n := range summary.Households {
		s.gauge(m.households, float64(n), county)
	}
}
