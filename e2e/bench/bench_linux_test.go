package main

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/buildhelper"
)

const testLimit = 5 * time.Minute // nearly all of it for compilers with a cold cache

func deadline(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), testLimit)
	t.Cleanup(cancel)
	return ctx
}

// tinyStage has the programs of testdata, which build fast.
func tinyStage(t *testing.T) stage {
	t.Helper()
	b, err := newBuilder(deadline(t), t.TempDir(), t.TempDir(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	var p programs
	for _, part := range []struct {
		to   *program
		name string
	}{{&p.empty, "empty"}, {&p.serve, "serve"}, {&p.launch, "launch"}} {
		if *part.to, err = b.reference(part.name, part.name)(deadline(t)); err != nil {
			t.Fatal(err)
		}
	}
	w, err := newWorld(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.server.Close() })
	return stage{world: w, programs: p}
}

func (s stage) series() series {
	return series{world: s.world, launch: s.programs.launch, progress: io.Discard}
}

// served is a subject of testdata/serve, and crowded the same many times at once.
func (s stage) served() subject {
	return s.startOnly(s.programs.serve, "get", "get", otherServer, isCredential("user", "constant"))
}

func (s stage) crowded() crowd {
	served := s.served()
	return crowd{program: served.program, asked: served.asked, right: served.right, commands: []command{served.command, served.command}}
}

func tinyReport(t *testing.T) report {
	t.Helper()
	s := tinyStage(t)
	const rounds = 2
	measured, err := s.series().measure(deadline(t), rounds, []subject{s.baseline(), s.served()})
	if err != nil {
		t.Fatal(err)
	}
	crowds, err := s.series().measureCrowds(deadline(t), rounds, s.emptyCrowd(), []crowd{s.crowded()})
	if err != nil {
		t.Fatal(err)
	}
	return report{machine: "a machine", rounds: rounds, crowdRounds: rounds, helpers: measured, crowds: crowds}
}

func TestReport(t *testing.T) {
	t.Parallel()
	r := tinyReport(t)
	if baseline := r.helpers[0]; baseline.wall != (spread{1, 1, 1}) || baseline.cpu != (spread{1, 1, 1}) {
		t.Errorf("the baseline is not 1: %+v", baseline)
	}
	for _, m := range r.helpers {
		if m.wall.p10 <= 0 || m.wall.p10 > m.wall.median || m.wall.median > m.wall.p90 || m.memory <= 0 || m.subject.program.size <= 0 {
			t.Errorf("%s: impossible figures %+v", m.subject.program.name, m)
		}
	}
	want := `Measured on a machine. 2 rounds; 2 rounds with 50 at once.

### Helpers next to each other

| program | asked for | wall | p10 | p90 | CPU | memory, MiB | size, MB |
|---|---|--:|--:|--:|--:|--:|--:|
| empty | nothing, 20 variables | **N** | N | N | N | N | N |
| serve | get | **N** | N | N | N | N | N |

### Size of the environment

| program | asked for | wall | p10 | p90 | CPU | memory, MiB | size, MB |
|---|---|--:|--:|--:|--:|--:|--:|

### A miss, end to end

| program | asked for | wall | p10 | p90 | CPU | memory, MiB | size, MB |
|---|---|--:|--:|--:|--:|--:|--:|

### 50 at once

| program | asked for | cache | wall | p10 | p90 | calls to AWS | p10 | p90 | right answers |
|---|---|---|--:|--:|--:|--:|--:|--:|--:|
| empty | nothing | none | **N** | N | N | 0 | 0 | 0 | 100 of 100 |
| serve | get | empty | **N** | N | N | 0 | 0 | 0 | 4 of 4 |
| serve | get | what that left | **N** | N | N | 0 | 0 | 0 | 4 of 4 |
`
	got := regexp.MustCompile(`\d+\.\d+`).ReplaceAllString(r.markdown(), "N")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if diff := cmp.Diff([]string{"empty: nothing, 20 variables", "serve: get"}, barLabels(t, chart(r.helpers))); diff != "" {
		t.Errorf("bars of the chart: -want +got\n%s", diff)
	}
}

// barLabels reads a chart as XML and returns the label of each bar.
func barLabels(t *testing.T, svg string) []string {
	t.Helper()
	var drawing struct {
		Texts []struct {
			Anchor string `xml:"text-anchor,attr"`
			Text   string `xml:",chardata"`
		} `xml:"text"`
		Bars []struct{} `xml:"rect"`
	}
	if err := xml.Unmarshal([]byte(svg), &drawing); err != nil {
		t.Fatal(err)
	}
	var labels []string
	for _, text := range drawing.Texts {
		if text.Anchor == "end" && strings.Contains(text.Text, ": ") {
			labels = append(labels, text.Text)
		}
	}
	if len(drawing.Bars) != len(labels) {
		t.Errorf("%d bars and %d labels", len(drawing.Bars), len(labels))
	}
	return labels
}

// The subjects of our own program get the answers that they are meant to measure.
func TestOurSubjects(t *testing.T) {
	t.Parallel()
	s := tinyStage(t)
	path, err := buildhelper.Build(deadline(t), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s.programs.released = program{name: "ours", path: path, ours: true}
	subjects := append(s.ours(s.programs.released), s.sizes()...)
	subjects = append(subjects, s.misses()[0])
	if _, err := s.series().measure(deadline(t), 1, subjects); err != nil {
		t.Error(err)
	}
	for _, registries := range []int{1, 3} {
		c := s.ourCrowd(registries)
		c.commands = c.commands[:3]
		cold, warm, err := s.series().startTwice(deadline(t), c)
		if err != nil {
			t.Fatal(err)
		}
		if cold.calls != 1 || warm.calls != 0 || cold.right != 3 || warm.right != 3 {
			t.Errorf("%d registries: %d and %d right answers of 3, %d and %d calls", registries, cold.right, warm.right, cold.calls, warm.calls)
		}
	}
}

func TestWhatEndsAMeasurement(t *testing.T) {
	t.Parallel()
	s := tinyStage(t)
	for want, spoil := range map[string]func(*subject){
		"not the answer that was to be measured (exit status 0)": func(s *subject) { s.right = isNotFound },
		"0 calls to AWS, not 1":                                  func(s *subject) { s.calls = 1 },
		"no such file":                                           func(s *subject) { s.command.path += ".missing" },
	} {
		subject := s.served()
		spoil(&subject)
		_, err := s.series().once(deadline(t), subject)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "constant") {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

func TestProgramThatHangsIsKilled(t *testing.T) {
	t.Parallel()
	path, err := exec.LookPath("sleep")
	if err != nil {
		t.Skip(err)
	}
	ctx, cancel := context.WithTimeout(deadline(t), 50*time.Millisecond)
	defer cancel()
	if _, err := start(ctx, command{path: path, args: []string{"300"}}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want that of the deadline", err)
	}
}
