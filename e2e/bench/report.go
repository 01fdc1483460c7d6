package main

import (
	"fmt"
	"strings"
)

const bytesPerMB = 1e6

// A report is what one run of the harness found.
type report struct {
	machine             string
	rounds, crowdRounds int

	helpers, sizes, misses []measurement
	crowds                 []crowdMeasurement
}

// markdown returns the report as tables.
func (r report) markdown() string {
	var out strings.Builder
	fmt.Fprintf(&out, "Measured on %s. %d rounds; %d rounds with %d at once.\n", r.machine, r.rounds, r.crowdRounds, crowdSize)
	section(&out, "Helpers next to each other", startTable(r.helpers))
	section(&out, "Size of the environment", startTable(r.sizes))
	section(&out, "A miss, end to end", startTable(r.misses))
	section(&out, fmt.Sprintf("%d at once", crowdSize), crowdTable(r.crowds))
	return out.String()
}

func section(out *strings.Builder, title string, rows []string) {
	fmt.Fprintf(out, "\n### %s\n\n%s\n", title, strings.Join(rows, "\n"))
}

func startTable(measurements []measurement) []string {
	rows := []string{
		"| program | asked for | wall | p10 | p90 | CPU | memory, MiB | size, MB |",
		"|---|---|--:|--:|--:|--:|--:|--:|",
	}
	for _, m := range measurements {
		rows = append(rows, fmt.Sprintf("| %s | %s | %s | %.2f | %.2f | %.2f | %.1f | %.1f |", emphasised(m.subject.program),
			m.subject.asked, strong(m.wall.median), m.wall.p10, m.wall.p90, m.cpu.median, m.memory,
			float64(m.subject.program.size)/bytesPerMB))
	}
	return rows
}

func crowdTable(measurements []crowdMeasurement) []string {
	rows := []string{
		"| program | asked for | cache | wall | p10 | p90 | calls to AWS | p10 | p90 | right answers |",
		"|---|---|---|--:|--:|--:|--:|--:|--:|--:|",
	}
	for _, m := range measurements {
		rows = append(rows, fmt.Sprintf("| %s | %s | %s | %s | %.2f | %.2f | %.0f | %.0f | %.0f | %d of %d |",
			emphasised(m.crowd.program), m.crowd.asked, m.cache, strong(m.wall.median), m.wall.p10, m.wall.p90,
			m.calls.median, m.calls.p10, m.calls.p90, m.right, m.all))
	}
	return rows
}

func emphasised(p program) string {
	if p.ours {
		return "**" + p.name + "**"
	}
	return p.name
}

func strong(ratio float64) string { return fmt.Sprintf("**%.2f**", ratio) }
