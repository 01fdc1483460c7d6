package main

import (
	"math"
	"slices"
)

// A spread describes a sample: its middle, and the two values between which eight tenths of it lie.
type spread struct {
	p10, median, p90 float64
}

// spreadOf describes a sample that is not empty.
func spreadOf(sample []float64) spread {
	sorted := slices.Sorted(slices.Values(sample))
	return spread{
		p10:    quantile(sorted, 0.1),
		median: quantile(sorted, 0.5),
		p90:    quantile(sorted, 0.9),
	}
}

// quantile interpolates between the two values of a sorted sample that are nearest to the share q of its length.
func quantile(sorted []float64, q float64) float64 {
	position := q * float64(len(sorted)-1)
	below, fraction := math.Modf(position)
	at := int(below)
	if fraction == 0 {
		return sorted[at]
	}
	return sorted[at] + fraction*(sorted[at+1]-sorted[at])
}

// ratios divides each value by the one of the same round.
func ratios(values, baseline []float64) []float64 {
	quotients := make([]float64, len(values))
	for i, value := range values {
		quotients[i] = value / baseline[i]
	}
	return quotients
}
