package main

import (
	"encoding/xml"
	"fmt"
	"math"
	"strings"
)

// Measures of the chart, in its own units.
const (
	chartWidth = 860
	barsLeft   = 440 // where the bars begin
	barsRight  = 810 // where the longest whisker ends at the latest
	rowHeight  = 26
	barHeight  = 16
	axisHeight = 44
)

// Colours that can be told from each other, and read, on a light and on a dark page.
const (
	ourColour   = "#54aeff"
	otherColour = "#afb8c1"
	inkColour   = "#6e7781"
)

// chart draws the wall ratios as bars, with a line from p10 to p90 on each.
func chart(measurements []measurement) string {
	var out strings.Builder
	height := len(measurements)*rowHeight + axisHeight
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="sans-serif" font-size="12">`+"\n",
		chartWidth, height)
	fmt.Fprintln(&out, `<title>Wall time of one start, as a multiple of an empty Go program's</title>`)
	unit := barUnit(measurements)
	drawAxis(&out, unit, len(measurements)*rowHeight)
	for i, m := range measurements {
		drawBar(&out, m, unit, i*rowHeight)
	}
	fmt.Fprintln(&out, "</svg>")
	return out.String()
}

// barUnit returns the length of a ratio of one.
func barUnit(measurements []measurement) float64 {
	largest := 1.0
	for _, m := range measurements {
		largest = max(largest, m.wall.p90)
	}
	return (barsRight - barsLeft) / math.Ceil(largest)
}

func drawAxis(out *strings.Builder, unit float64, bottom int) {
	for tick := 0; ; tick++ {
		x := barsLeft + float64(tick)*unit
		if x > barsRight+1 {
			break
		}
		fmt.Fprintf(out, `<path d="M%.1f 0V%d" stroke="%s" stroke-opacity="0.3"/>`+"\n", x, bottom, inkColour)
		fmt.Fprintf(out, `<text x="%.1f" y="%d" text-anchor="middle" fill="%s">%d</text>`+"\n", x, bottom+16, inkColour, tick)
	}
	fmt.Fprintf(out, `<text x="%d" y="%d" text-anchor="end" fill="%s">wall time, an empty Go program = 1; median, p10 to p90</text>`+"\n",
		barsRight, bottom+36, inkColour)
}

func drawBar(out *strings.Builder, m measurement, unit float64, top int) {
	colour := otherColour
	if m.subject.program.ours {
		colour = ourColour
	}
	middle := top + rowHeight/2
	x := func(ratio float64) float64 { return barsLeft + ratio*unit }
	fmt.Fprintf(out, `<text x="%d" y="%d" text-anchor="end" fill="%s">%s</text>`+"\n",
		barsLeft-8, middle+4, inkColour, escaped(label(m)))
	fmt.Fprintf(out, `<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n",
		barsLeft, middle-barHeight/2, x(m.wall.median)-barsLeft, barHeight, colour)
	fmt.Fprintf(out, `<path d="M%.1f %dH%.1f" stroke="%s" stroke-width="2"/>`+"\n", x(m.wall.p10), middle, x(m.wall.p90), inkColour)
	fmt.Fprintf(out, `<text x="%.1f" y="%d" fill="%s">%.2f</text>`+"\n",
		x(max(m.wall.median, m.wall.p90))+6, middle+4, inkColour, m.wall.median)
}

// label names a bar, as a bar has room for, and without what Markdown needs.
func label(m measurement) string {
	name := strings.TrimPrefix(m.subject.program.name, "docker-credential-")
	return strings.ReplaceAll(name, "`", "") + ": " + m.subject.asked
}

func escaped(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a strings.Builder takes everything
	return out.String()
}
