//! Every command of the console: its name, its key, what it does. The palette, the keys and
//! the sheet that lists them are all made from here.
//!
//! Keys follow Grafana, for these are the ones that fingers know.

mod fuzzy;
mod keys;

pub use fuzzy::{Found, find};
pub use keys::{Next, Press, key_name, press};

use super::frame::{Change, Half, Preset};
use crate::incident::panes::Pane;

/// Speeds to choose from, simulated seconds per second.
pub const SPEEDS: [f64; 5] = [1.0, 5.0, 15.0, 60.0, 120.0];
/// Names of severities, 1 first.
pub const SEVERITIES: [&str; 5] = [
    "SEV-1 critical",
    "SEV-2 major",
    "SEV-3 moderate",
    "SEV-4 minor",
    "SEV-5 cosmetic",
];

/// Under which heading a command stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The incident itself.
    Incident,
    /// The clock.
    Clock,
    /// The tools.
    Tools,
    /// The charts.
    Charts,
    /// How the panes stand.
    Layout,
    /// Pages of the runbook.
    Runbook,
    /// Files of the incident.
    Files,
    /// The page itself.
    Page,
}

impl Group {
    /// All, in the order in which they are listed.
    pub const ALL: [Group; 8] = [
        Group::Incident,
        Group::Tools,
        Group::Clock,
        Group::Charts,
        Group::Layout,
        Group::Runbook,
        Group::Files,
        Group::Page,
    ];

    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Group::Incident => "Incident",
            Group::Clock => "Clock",
            Group::Tools => "Tools",
            Group::Charts => "Charts",
            Group::Layout => "Layout",
            Group::Runbook => "Runbook",
            Group::Files => "Files",
            Group::Page => "Page",
        }
    }
}

/// What is done to the charts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChartDo {
    /// Twice as much time.
    ZoomOut,
    /// Half as much time.
    ZoomIn,
    /// Half of what is shown to the left.
    Earlier,
    /// Half of what is shown to the right.
    Later,
    /// What was shown before.
    Back,
    /// The newest at the right edge again.
    Follow,
    /// The range of this number.
    Range(usize),
    /// Draws everything anew.
    Refresh,
    /// Shows or hides legends.
    Legends,
    /// Gives the chart that is pointed at all the room, or takes it back.
    Full,
    /// Gives the chart of this id all the room.
    Panel(&'static str),
}

/// What a command does.
#[derive(Clone, Debug, PartialEq)]
pub enum Do {
    /// Shows a pane.
    Open(Pane),
    /// Opens a pane in a window of its own, or brings it back.
    Window(Pane),
    /// Changes the frame.
    Frame(Change),
    /// Changes the charts.
    Chart(ChartDo),
    /// Stops the clock, or lets it run on.
    Pause,
    /// Sets the clock's speed, simulated seconds per second.
    Speed(f64),
    /// Sets the severity, 1 to 5.
    Severity(u8),
    /// Acknowledges the page.
    Acknowledge,
    /// Asks whether the incident is over.
    Resolve,
    /// Puts the cursor into the search of the logs.
    Search,
    /// Opens a page of the runbook.
    Runbook(String),
    /// Opens a file.
    File(String),
    /// Dark or light.
    Theme,
    /// Times in UTC or in the browser's zone.
    Zone,
    /// The whole screen, or the window again.
    FullScreen,
    /// Prints the console.
    Print,
    /// All commands.
    Palette,
    /// All keys.
    Keys,
    /// Back to all incidents.
    Leave,
    /// Leaves what has the whole screen.
    Esc,
}

/// A command.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// Heading.
    pub group: Group,
    /// Name.
    pub name: String,
    /// More words by which it is found.
    pub words: &'static str,
    /// The keys, one after the other, as `KeyboardEvent.key` names them; empty for none.
    pub keys: &'static [&'static str],
    /// What it does.
    pub what: Do,
}

/// What there is to command.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct World {
    /// Charts: id and title.
    pub charts: Vec<(&'static str, &'static str)>,
    /// Names of the ranges of time.
    pub ranges: Vec<&'static str>,
    /// Pages of the runbook: id and title.
    pub runbook: Vec<(String, String)>,
    /// Paths of files.
    pub files: Vec<String>,
    /// Whether the run can only be looked at.
    pub read_only: bool,
}

const NONE: &[&str] = &[];

/// Commands of a group: name, more words, keys, what they do.
macro_rules! commands {
    ($all:ident, $group:ident: $($name:expr, $words:expr, $keys:expr => $what:expr;)+) => {
        $($all.push(Command {
            group: Group::$group,
            name: $name.into(),
            words: $words,
            keys: $keys,
            what: $what,
        });)+
    };
}

/// All commands, in the order in which they are listed.
#[must_use]
pub fn all(world: &World) -> Vec<Command> {
    let mut all = vec![];
    if !world.read_only {
        incident(&mut all);
    }
    tools(&mut all);
    clock(&mut all);
    charts(&mut all, world);
    layout(&mut all);
    for (id, title) in &world.runbook {
        commands! { all, Runbook:
            title.clone(), "runbook page guide", NONE => Do::Runbook(id.clone());
        }
    }
    for path in &world.files {
        commands! { all, Files: path.clone(), "file config", NONE => Do::File(path.clone()); }
    }
    commands! { all, Page:
        "All commands", "palette", &["Ctrl+k"] => Do::Palette;
        "All keys", "help shortcuts", &["?"] => Do::Keys;
        "Dark or light theme", "colour color", &["c", "t"] => Do::Theme;
        "Times in UTC or local time", "zone clock timezone", &["c", "u"] => Do::Zone;
        "Full screen", "window maximise", &["f"] => Do::FullScreen;
        "Print the console", "paper pdf", NONE => Do::Print;
        "Leave: all incidents", "exit home library", NONE => Do::Leave;
    }
    all
}

fn incident(all: &mut Vec<Command>) {
    commands! { all, Incident: "Acknowledge the page", "ack pager", &["a"] => Do::Acknowledge; }
    for (name, level) in SEVERITIES.into_iter().zip(1_u8..) {
        commands! { all, Incident:
            format!("Set {name}"), "severity set", NONE => Do::Severity(level);
        }
    }
    commands! { all, Incident:
        "Declare resolved…", "end close over recovered", NONE => Do::Resolve;
    }
}

fn tools(all: &mut Vec<Command>) {
    for tool in Pane::tools() {
        commands! { all, Tools: tool.title(), "open tool", tool.keys() => Do::Open(tool); }
    }
    commands! { all, Tools: "Search the logs", "find text", &["/"] => Do::Search; }
    for tool in Pane::tools() {
        commands! { all, Tools:
            format!("{} in the lower half", tool.title()), "split below", NONE
                => Do::Frame(Change::OpenIn(Half::Lower, tool));
        }
    }
}

fn clock(all: &mut Vec<Command>) {
    commands! { all, Clock: "Pause or resume", "stop play", &[" "] => Do::Pause; }
    for speed in SPEEDS {
        commands! { all, Clock:
            format!("Speed {speed}×"), "clock fast slow", NONE => Do::Speed(speed);
        }
    }
}

fn charts(all: &mut Vec<Command>, world: &World) {
    use ChartDo::{Back, Earlier, Follow, Full, Later, Legends, Panel, Range, Refresh};
    use ChartDo::{ZoomIn, ZoomOut};
    commands! { all, Charts:
        "Zoom out", "time range more", &["t", "z"] => Do::Chart(ZoomOut);
        "Zoom in", "time range less", &["t", "i"] => Do::Chart(ZoomIn);
        "Earlier", "pan left time", &["t", "ArrowLeft"] => Do::Chart(Earlier);
        "Later", "pan right time", &["t", "ArrowRight"] => Do::Chart(Later);
        "Previous range", "back undo zoom", &["t", "b"] => Do::Chart(Back);
        "Follow the clock", "now live newest", &["t", "n"] => Do::Chart(Follow);
        "Refresh the charts", "refresh reload", &["d", "r"] => Do::Chart(Refresh);
        "Legends", "show hide table", &["d", "l"] => Do::Chart(Legends);
        "Chart in full", "large enlarge panel view", &["v"] => Do::Chart(Full);
    }
    for (at, name) in world.ranges.iter().enumerate() {
        commands! { all, Charts:
            format!("Show {name}"), "time range last", NONE => Do::Chart(Range(at));
        }
    }
    for (id, title) in &world.charts {
        commands! { all, Charts:
            format!("Chart: {title}"), "go to panel", NONE => Do::Chart(Panel(id));
        }
    }
}

fn layout(all: &mut Vec<Command>) {
    for preset in Preset::ALL {
        let words = match preset {
            Preset::Investigate => "layout usual default reset three columns",
            Preset::Charts => "layout dashboards",
            Preset::Tools => "layout terminal logs split",
            Preset::Projector => "layout beamer large type room",
        };
        commands! { all, Layout:
            format!("Layout: {}", preset.name()), words, NONE => Do::Frame(Change::Arrange(preset));
        }
    }
    commands! { all, Layout:
        "Told column", "left open close collapse", &["d", "t"] => Do::Frame(Change::Told);
        "Split the tools", "two panes stack", &["d", "s"] => Do::Frame(Change::Split);
        "Swap the two tools", "exchange", NONE => Do::Frame(Change::Swap);
        "Kiosk: only clock and charts", "wall tv", &["d", "k"] => Do::Frame(Change::Kiosk);
        "Larger type", "zoom font size big", NONE => Do::Frame(Change::Larger);
    }
    for pane in Pane::windows() {
        commands! { all, Layout:
            format!("{} in its own window", pane.title()), "second screen pop out detach", NONE
                => Do::Window(pane);
        }
    }
}

#[cfg(test)]
mod tests;
