package main

import (
	"io"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/jedib0t/go-pretty/v6/progress"
	"golang.org/x/term"
)

// progressBars shows what a run is doing on a terminal, and nothing elsewhere.
type progressBars struct {
	writer progress.Writer // nil where nothing is shown
	done   chan struct{}

	mu     sync.Mutex
	stages map[string]*stage
}

type stage struct {
	tracker  *progress.Tracker
	position func() (done, total int64)
}

func newProgress(out io.Writer) *progressBars {
	p := &progressBars{stages: map[string]*stage{}, done: make(chan struct{})}
	if file, ok := out.(*os.File); !ok || !term.IsTerminal(int(file.Fd())) {
		return p
	}
	p.writer = progress.NewWriter()
	p.writer.SetOutputWriter(out)
	p.writer.SetAutoStop(false)
	p.writer.SetTrackerLength(20)
	p.writer.SetMessageLength(18)
	p.writer.SetUpdateFrequency(100 * time.Millisecond)
	p.writer.SetStyle(progress.StyleBlocks)
	p.writer.Style().Visibility.ETA = true
	go p.writer.Render()
	go p.follow()
	return p
}

// Start begins to show a stage.
func (p *progressBars) Start(name string, position func() (done, total int64)) {
	if p.writer == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	_, total := position()
	s := &stage{tracker: &progress.Tracker{Message: name, Total: total, Units: progress.UnitsBytes}, position: position}
	p.stages[name] = s
	p.writer.AppendTracker(s.tracker)
}

// Done ends a stage.
func (p *progressBars) Done(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s, ok := p.stages[name]; ok {
		s.move()
		s.tracker.MarkAsDone()
		delete(p.stages, name)
	}
}

// follow moves the bars along until Close.
func (p *progressBars) follow() {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-p.done:
			return
		case <-tick.C:
			p.move()
		}
	}
}

func (p *progressBars) move() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.stages {
		s.move()
	}
}

// move moves the stage's bar to where the stage is.
func (s *stage) move() {
	done, total := s.position()
	s.tracker.UpdateTotal(total)
	s.tracker.SetValue(done)
}

// Close leaves the bars as they are and gives the terminal back.
func (p *progressBars) Close() {
	if p.writer == nil {
		return
	}
	close(p.done)
	for p.writer.Stop(); p.writer.IsRenderInProgress(); {
		time.Sleep(time.Millisecond)
	}
	p.writer = nil
}

// runLogger logs a run made by hand: on a terminal the bars and the summary
// say it all, so only warnings and errors are logged.
func (a *app) runLogger(p *progressBars) *slog.Logger {
	if p.writer == nil {
		return a.logger()
	}
	return slog.New(slog.NewTextHandler(a.stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
}
