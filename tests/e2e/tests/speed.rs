//! What the page does in a frame while everything is live at 60x.
//!
//! Times depend on the machine: they are printed, not asserted. Asserted is what does not: the
//! page draws, nothing jumps, and a frame with news does not take many times the usual one.

use crate::drill::{PLAYING, clock_s, pause, resume, shown};
use e2e::{Look, visit};

/// Adds up the time that callbacks of animation frames, timers' tasks and messages take, per
/// frame, and every shift of the layout that no hand caused.
const WATCH: &str = r"
    window.work = { frames: [], shifts: 0, sum: 0, moved: {} };
    const timed = (call) => function (...args) {
      const start = performance.now();
      try { return call.apply(this, args); }
      finally { window.work.sum += performance.now() - start; }
    };
    const frame = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (call) => frame(timed(call));
    const later = window.setTimeout.bind(window);
    window.setTimeout = (call, ...rest) =>
      later(typeof call === 'function' ? timed(call) : call, ...rest);
    // The worker's reports arrive through this setter.
    const own = Object.getOwnPropertyDescriptor(Worker.prototype, 'onmessage');
    Object.defineProperty(Worker.prototype, 'onmessage', {
      ...own, set(call) { own.set.call(this, call && timed(call)); },
    });
    const listen = Worker.prototype.addEventListener;
    Worker.prototype.addEventListener = function (kind, call, ...rest) {
      listen.call(this, kind, typeof call === 'function' ? timed(call) : call, ...rest);
    };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        // Streams run: that their lines move up is what they are for. What has left the page
        // since was one of them: whatever else moves is still there.
        const still = ({ node }) =>
          node && !(node.parentElement ?? node).closest('[role=log], [role=listbox]');
        if (!entry.hadRecentInput && (entry.sources ?? []).some(still)) {
          window.work.shifts += entry.value;
          for (const { node } of entry.sources.filter(still))
            window.work.moved[`${node?.nodeName}.${node?.className ?? node?.data}`] =
              entry.value;
        }
      }
    }).observe({ type: 'layout-shift', buffered: true });
    const tick = () => {
      window.work.frames.push(window.work.sum);
      window.work.sum = 0;
      frame(tick);
    };
    frame(tick);
";

#[test]
fn a_frame_at_sixty_times_the_speed_moves_nothing() {
    visit(Look::DESKTOP, "/", |page| {
        page.before_load(WATCH);
        page.goto("/#/");
        page.reload();
        resume(page, 1, 200, &[]);
        page.click("tab", "Logs");
        page.click("button", "60×");
        let from = clock_s(page);
        page.wait_for("the clock to run", PLAYING, || clock_s(page) > from + 60);
        page.script(
            "Object.assign(window.work, { frames: [], shifts: 0, sum: 0, moved: {} })",
            &[],
        );
        let from = clock_s(page);
        page.wait_for("six minutes", PLAYING, || clock_s(page) > from + 360);
        let work = page.script("return window.work", &[]);
        pause(page);

        let mut frames: Vec<f64> = work["frames"]
            .as_array()
            .expect("frames")
            .iter()
            .filter_map(serde_json::Value::as_f64)
            .collect();
        frames.sort_by(f64::total_cmp);
        let worked: Vec<f64> = frames.iter().copied().filter(|ms| *ms > 0.0).collect();
        let at = |share: f64| worked[((worked.len() - 1) as f64 * share) as usize];
        let shifts = work["shifts"].as_f64().unwrap_or(f64::NAN);
        assert!(worked.len() > 20, "frames with work: {}", worked.len());
        eprintln!(
            "work per frame at 60x, ms: median {:.2}, p95 {:.2}, most {:.2}; {} frames, {} with \
             work; layout shift {shifts:.4} {}",
            at(0.5),
            at(0.95),
            at(1.0),
            frames.len(),
            worked.len(),
            work["moved"],
        );
        assert!(
            shifts < 0.001,
            "the layout shifted by {shifts}: {}",
            work["moved"]
        );
    });
}

/// Notes how long the browser took from a press to the next frame that shows what came of it, and
/// how much of that was waiting for the page and its work; the rest is painting.
const PRESSES: &str = r"
    window.presses = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if (entry.name === 'click')
          window.presses.push([entry.duration, entry.processingEnd - entry.startTime]);
    }).observe({ type: 'event', buffered: true, durationThreshold: 16 });
";

#[test]
fn a_press_shows_its_tool_while_the_clock_runs_fast() {
    visit(Look::DESKTOP, "/", |page| {
        page.before_load(PRESSES);
        page.goto("/#/");
        page.reload();
        resume(page, 1, 200, &[]);
        page.click("button", "60×");
        let tools = [
            "Logs",
            "Files",
            "Database",
            "Terminal",
            "Actions",
            "Runbook",
            "Map",
            "Diagnosis",
            "Status",
            "Alerts",
            "Response",
        ];
        for tool in tools.into_iter().cycle().take(3 * tools.len()) {
            page.click("tab", tool);
            page.wait("the tool to be shown", || shown(page, tool));
        }
        pause(page);
        page.painted();
        let presses = page.script("return window.presses", &[]);
        let presses = presses.as_array().cloned().unwrap_or_default();
        let told = |part: usize| {
            let part = presses.iter().filter_map(|press| press[part].as_f64());
            let mut all: Vec<f64> = part.collect();
            all.sort_by(f64::total_cmp);
            let at = |share: f64| all.get((all.len().saturating_sub(1) as f64 * share) as usize);
            format!("median {:?}, p95 {:?}", at(0.5), at(0.95))
        };
        // Shorter ones the browser does not tell.
        eprintln!(
            "{} presses of 16 ms and more: until painted {}; until the page has done its work {}",
            presses.len(),
            told(0),
            told(1)
        );
    });
}
