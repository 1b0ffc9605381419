//! Every command of the console: its name, its key, what it does. The palette, the keys and
//! the sheet that lists them are all made from here.
//!
//! Keys follow Grafana, for these are the ones that fingers know.

mod fuzzy;
mod keys;

pub use fuzzy::{Found, find};
pub use keys::{Next, Press, key_name, press};

use super::frame::{Change, Half, Pane, Preset, SEEN};

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
    /// Tools: id and name, in the order of the rail.
    pub tools: Vec<(Pane, &'static str)>,
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

const DIGITS: [&[&str]; 10] = [
    &["1"],
    &["2"],
    &["3"],
    &["4"],
    &["5"],
    &["6"],
    &["7"],
    &["8"],
    &["9"],
    &["0"],
];
const NONE: &[&str] = &[];

fn command(
    group: Group,
    name: impl Into<String>,
    words: &'static str,
    keys: &'static [&'static str],
    what: Do,
) -> Command {
    Command {
        group,
        name: name.into(),
        words,
        keys,
        what,
    }
}

/// All commands, in the order in which they are listed.
#[must_use]
pub fn all(world: &World) -> Vec<Command> {
    let mut all = Vec::new();
    if !world.read_only {
        all.extend(incident());
    }
    all.extend(tools(world));
    all.extend(clock());
    all.extend(charts(world));
    all.extend(layout(world));
    let pages = world.runbook.iter().map(|(id, title)| {
        let what = Do::Runbook(id.clone());
        command(
            Group::Runbook,
            title.clone(),
            "runbook page guide",
            NONE,
            what,
        )
    });
    all.extend(pages);
    let files = world.files.iter().map(|path| {
        command(
            Group::Files,
            path.clone(),
            "file config",
            NONE,
            Do::File(path.clone()),
        )
    });
    all.extend(files);
    all.extend(page());
    all
}

fn incident() -> Vec<Command> {
    let group = Group::Incident;
    let mut all = vec![command(
        group,
        "Acknowledge the page",
        "ack pager",
        &["a"],
        Do::Acknowledge,
    )];
    all.extend(SEVERITIES.into_iter().zip(1_u8..).map(|(name, level)| {
        let words = "severity set";
        command(
            group,
            format!("Set {name}"),
            words,
            NONE,
            Do::Severity(level),
        )
    }));
    let words = "end close over recovered";
    all.push(command(
        group,
        "Declare resolved…",
        words,
        NONE,
        Do::Resolve,
    ));
    all
}

fn tools(world: &World) -> Vec<Command> {
    let group = Group::Tools;
    let mut all = vec![];
    for (at, (id, name)) in world.tools.iter().enumerate() {
        let keys = DIGITS.get(at).copied().unwrap_or(NONE);
        all.push(command(group, *name, "open tool", keys, Do::Open(id)));
    }
    all.push(command(
        group,
        "Search the logs",
        "find text",
        &["/"],
        Do::Search,
    ));
    for (id, name) in &world.tools {
        let what = Do::Frame(Change::OpenIn(Half::Lower, id));
        let name = format!("{name} in the lower half");
        all.push(command(group, name, "split below", NONE, what));
    }
    all
}

fn clock() -> Vec<Command> {
    let group = Group::Clock;
    let mut all = vec![command(
        group,
        "Pause or resume",
        "stop play",
        &[" "],
        Do::Pause,
    )];
    all.extend(SPEEDS.into_iter().map(|speed| {
        command(
            group,
            format!("Speed {speed}×"),
            "clock fast slow",
            NONE,
            Do::Speed(speed),
        )
    }));
    all
}

fn charts(world: &World) -> Vec<Command> {
    let group = Group::Charts;
    let chart = |name: &str, words, keys, what| command(group, name, words, keys, Do::Chart(what));
    let mut all = vec![
        chart("Zoom out", "time range more", &["t", "z"], ChartDo::ZoomOut),
        chart("Zoom in", "time range less", &["t", "i"], ChartDo::ZoomIn),
        chart(
            "Earlier",
            "pan left time",
            &["t", "ArrowLeft"],
            ChartDo::Earlier,
        ),
        chart(
            "Later",
            "pan right time",
            &["t", "ArrowRight"],
            ChartDo::Later,
        ),
        chart(
            "Previous range",
            "back undo zoom",
            &["t", "b"],
            ChartDo::Back,
        ),
        chart(
            "Follow the clock",
            "now live newest",
            &["t", "n"],
            ChartDo::Follow,
        ),
        chart(
            "Refresh the charts",
            "refresh reload",
            &["d", "r"],
            ChartDo::Refresh,
        ),
        chart("Legends", "show hide table", &["d", "l"], ChartDo::Legends),
        chart(
            "Chart in full",
            "large enlarge panel view",
            &["v"],
            ChartDo::Full,
        ),
    ];
    all.extend(world.ranges.iter().enumerate().map(|(at, name)| {
        chart(
            &format!("Show {name}"),
            "time range last",
            NONE,
            ChartDo::Range(at),
        )
    }));
    all.extend(world.charts.iter().map(|(id, title)| {
        let what = ChartDo::Panel(id);
        chart(&format!("Chart: {title}"), "go to panel", NONE, what)
    }));
    all
}

fn layout(world: &World) -> Vec<Command> {
    let group = Group::Layout;
    let mut all: Vec<Command> = Preset::ALL
        .into_iter()
        .map(|preset| {
            let words = match preset {
                Preset::Investigate => "layout usual default reset three columns",
                Preset::Charts => "layout dashboards",
                Preset::Tools => "layout terminal logs split",
                Preset::Projector => "layout beamer large type room",
            };
            let what = Do::Frame(Change::Arrange(preset));
            command(
                group,
                format!("Layout: {}", preset.name()),
                words,
                NONE,
                what,
            )
        })
        .collect();
    let frame =
        |name: &str, words, keys, change| command(group, name, words, keys, Do::Frame(change));
    all.extend([
        frame(
            "Told column",
            "left open close collapse",
            &["d", "t"],
            Change::Told,
        ),
        frame(
            "Split the tools",
            "two panes stack",
            &["d", "s"],
            Change::Split,
        ),
        frame("Swap the two tools", "exchange", NONE, Change::Swap),
        frame(
            "Kiosk: only clock and charts",
            "wall tv",
            &["d", "k"],
            Change::Kiosk,
        ),
        frame("Larger type", "zoom font size big", NONE, Change::Larger),
    ]);
    let window = |id: Pane, name: &str| {
        let name = format!("{name} in its own window");
        command(
            group,
            name,
            "second screen pop out detach",
            NONE,
            Do::Window(id),
        )
    };
    all.push(window(SEEN, "Charts"));
    all.extend(world.tools.iter().map(|(id, name)| window(id, name)));
    all
}

fn page() -> Vec<Command> {
    let group = Group::Page;
    vec![
        command(group, "All commands", "palette", &["Ctrl+k"], Do::Palette),
        command(group, "All keys", "help shortcuts", &["?"], Do::Keys),
        command(
            group,
            "Dark or light theme",
            "colour color",
            &["c", "t"],
            Do::Theme,
        ),
        command(
            group,
            "Times in UTC or local time",
            "zone clock timezone",
            &["c", "u"],
            Do::Zone,
        ),
        command(
            group,
            "Full screen",
            "window maximise",
            &["f"],
            Do::FullScreen,
        ),
        command(group, "Print the console", "paper pdf", NONE, Do::Print),
        command(
            group,
            "Leave: all incidents",
            "exit home library",
            NONE,
            Do::Leave,
        ),
    ]
}

#[cfg(test)]
mod tests;
