//go:build province

package jobs_test

import (
	"testing"

	"github.com/bidui/bidui/internal/synth"
)

// BenchmarkProvince measures a province of 7 million members, whose files take
// three quarters of a gigabyte.
func BenchmarkProvince(b *testing.B) { benchmark(b, synth.Province()) }
