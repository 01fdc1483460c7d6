package main

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// What lies between these lines of the README is written by this program.
const (
	resultsBegin = "<!-- results: written by go run ./e2e/bench -write -->\n"
	resultsEnd   = "<!-- end of results -->\n"
)

// A report is what one run of this program found.
type report struct {
	rounds                  int
	helpers, misses, crowds []*subject
}

// A spread describes a sample: its middle, and the two values between which eight tenths of it lie.
type spread struct{ p10, median, p90 float64 }

func spreadOf(sample []float64) spread {
	sorted := slices.Sorted(slices.Values(sample))
	quantile := func(q float64) float64 {
		below, share := math.Modf(q * float64(len(sorted)-1))
		above := min(int(below)+1, len(sorted)-1)
		return sorted[int(below)] + share*(sorted[above]-sorted[int(below)])
	}
	return spread{quantile(0.1), quantile(0.5), quantile(0.9)}
}

// over describes the ratios of values to those of the same rounds.
func over(values, baseline []float64) spread {
	ratios := make([]float64, len(values))
	for i := range values {
		ratios[i] = values[i] / baseline[i]
	}
	return spreadOf(ratios)
}

// markdown returns the report as tables.
func (r report) markdown() string {
	var out strings.Builder
	fmt.Fprintf(&out, "Measured on %d cores, %s/%s, with %s. %d rounds; every tenth with %d at once.\n",
		runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(), r.rounds, crowdSize)
	table(&out, "Helpers next to each other", r.helpers, r.helpers[0])
	table(&out, "A miss, end to end", r.misses, r.helpers[0])
	table(&out, fmt.Sprintf("%d at once", crowdSize), r.crowds, r.crowds[0])
	return out.String()
}

func table(out *strings.Builder, title string, subjects []*subject, baseline *subject) {
	fmt.Fprintf(out, "\n### %s\n\n", title)
	out.WriteString("| program | asked for | wall | p10 | p90 | CPU | memory, MiB | size, MB | calls to AWS | right answers |\n")
	out.WriteString("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, first := range subjects {
		for s := first; s != nil; s = s.then {
			wall, cpu := over(s.wall, baseline.wall), over(s.cpu, baseline.cpu)
			fmt.Fprintf(out, "| %s | %s | **%.2f** | %.2f | %.2f | %.2f | %.1f | %.1f | %.0f | %d of %d |\n",
				s.name, s.asked, wall.median, wall.p10, wall.p90, cpu.median, spreadOf(s.memory).median/1024,
				float64(s.bytes)/1e6, spreadOf(s.called).median, s.isRight, s.size*len(s.wall))
		}
	}
}

// chart draws the helpers' wall ratios as bars, with a line from p10 to p90 on each.
func (r report) chart() string {
	const left, unit, row = 440, 90, 26
	var out strings.Builder
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 %d" font-family="sans-serif" font-size="12">
<style>text {fill: #6e7781}</style>
<title>Wall time of one start, as a multiple of an empty Go program's</title>
<text x="%d" y="%d">wall time, an empty Go program = 1; median, p10 to p90</text>
`, (len(r.helpers)+1)*row, left, len(r.helpers)*row+17)
	for i, s := range r.helpers {
		wall, y := over(s.wall, r.helpers[0].wall), i*row
		colour := map[bool]string{true: "#54aeff", false: "#afb8c1"}[strings.HasPrefix(s.name, "**")]
		label := strings.NewReplacer("docker-credential-", "", "*", "", "`", "").Replace(s.name + ": " + s.asked)
		fmt.Fprintf(&out, `<text x="%d" y="%d" text-anchor="end">%s</text>`+"\n", left-8, y+17, label)
		fmt.Fprintf(&out, `<rect x="%d" y="%d" width="%.1f" height="16" fill="%s"/>`+"\n", left, y+5, wall.median*unit, colour)
		fmt.Fprintf(&out, `<path d="M%.1f %dH%.1f" stroke="#6e7781"/>`+"\n", left+wall.p10*unit, y+13, left+wall.p90*unit)
		fmt.Fprintf(&out, `<text x="%.1f" y="%d">%.2f</text>`+"\n", left+max(wall.median, wall.p90)*unit+6, y+17, wall.median)
	}
	return out.String() + "</svg>\n"
}

// write puts the report into the README of a directory, and its chart beside it.
func (r report) write(dir string) error {
	readme := filepath.Join(dir, "README.md")
	content, err := os.ReadFile(readme)
	before, rest, begins := strings.Cut(string(content), resultsBegin)
	_, after, ends := strings.Cut(rest, resultsEnd)
	if err != nil || !begins || !ends {
		return fmt.Errorf("reading %s, which must have the lines %q and %q: %v", readme, resultsBegin, resultsEnd, err)
	}
	results := "\n![wall time of one start, beside an empty Go program](chart.svg)\n\n" + r.markdown() + "\n"
	return cmp.Or(os.WriteFile(readme, []byte(before+resultsBegin+results+resultsEnd+after), 0o644),
		os.WriteFile(filepath.Join(dir, "chart.svg"), []byte(r.chart()), 0o644))
}
