//! The console's frame: which panes stand where, how wide, and what a person changes about it.
//!
//! Pure: the page draws what stands here and keeps [`Layout`] in the browser's storage.

mod layout;

pub use layout::{Edge, LAYOUT_VERSION, Layout, Preset, parse_layout};

use super::screen::Screen;

/// Id of a pane: a tool, or [`SEEN`].
pub type Pane = &'static str;

/// Id of the column with the charts.
pub const SEEN: Pane = "seen";

/// One of the two places of the tool column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Half {
    /// The upper one; the only one when the column is not split.
    #[default]
    Upper,
    /// The lower one.
    Lower,
}

impl Half {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Half {
        match self {
            Half::Upper => Half::Lower,
            Half::Lower => Half::Upper,
        }
    }
}

/// The pages of a narrow screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// What you are told.
    #[default]
    Told,
    /// What you see.
    Seen,
    /// What you do.
    Done,
}

impl Page {
    /// All, as they are read.
    pub const ALL: [Page; 3] = [Page::Told, Page::Seen, Page::Done];

    /// Its id, which is a word of the style sheet, too.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Page::Told => "told",
            Page::Seen => "seen",
            Page::Done => "done",
        }
    }
}

/// What a person changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Show a tool where it stands, or in the half that is in use.
    Open(Pane),
    /// Show a tool in a half; the lower one splits the column.
    OpenIn(Half, Pane),
    /// A half is in use now.
    Use(Half),
    /// Another page of a narrow screen.
    Show(Page),
    /// Split the tool column, or close the half that is not in use.
    Split,
    /// Close a half: the other one takes its room.
    Close(Half),
    /// The halves change places.
    Swap,
    /// Open or close the column on the left.
    Told,
    /// Another size, per mille.
    Size(Edge, u16),
    /// The size that an edge has in the usual layout.
    Reset(Edge),
    /// A layout made for a purpose.
    Arrange(Preset),
    /// Larger type, or the usual one.
    Larger,
    /// Only clock and charts, or everything again.
    Kiosk,
    /// Leaves what has all the room.
    Leave,
    /// A pane goes to a window of its own.
    Out(Pane),
    /// A pane comes back from its window.
    Back(Pane),
}

/// How the frame stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Sizes, and what is open; kept between visits.
    pub layout: Layout,
    /// All tools, in the order of the rail. Never empty.
    tools: Vec<Pane>,
    upper: Pane,
    lower: Pane,
    /// The half in use: a tool that is opened goes there.
    pub active: Half,
    /// Page of a narrow screen.
    pub page: Page,
    /// Panes in windows of their own.
    pub out: Vec<Pane>,
    /// Only clock and charts.
    pub kiosk: bool,
}

impl Frame {
    /// A frame for these tools with what was kept of the last one.
    ///
    /// # Panics
    /// Without a tool.
    #[must_use]
    pub fn new(tools: &[Pane], layout: Layout) -> Frame {
        let first = *tools.first().expect("a console has tools");
        let known = |id: &str| tools.iter().copied().find(|tool| *tool == id);
        let upper = known(&layout.upper).unwrap_or(first);
        let lower = known(&layout.lower).filter(|tool| *tool != upper);
        let other = tools.iter().copied().find(|tool| *tool != upper);
        let mut frame = Frame {
            tools: tools.to_vec(),
            upper,
            lower: lower.or(other).unwrap_or(upper),
            active: Half::Upper,
            page: Page::Told,
            out: vec![],
            kiosk: false,
            layout,
        };
        frame.settle();
        frame
    }

    /// The tool in a half, if the half is open and the tool not in a window of its own.
    #[must_use]
    pub fn at(&self, half: Half) -> Option<Pane> {
        match half {
            Half::Upper => Some(self.upper),
            Half::Lower => self.layout.split_open.then_some(self.lower),
        }
        .filter(|tool| !self.out.contains(tool))
    }

    /// The half in which a tool stands now.
    #[must_use]
    pub fn half_of(&self, tool: &str) -> Option<Half> {
        [Half::Upper, Half::Lower]
            .into_iter()
            .find(|half| self.at(*half) == Some(tool))
    }

    /// The tool in use.
    #[must_use]
    pub fn tool(&self) -> Pane {
        self.at(self.active).unwrap_or(self.upper)
    }

    /// Whether a pane has a window of its own.
    #[must_use]
    pub fn is_out(&self, pane: &str) -> bool {
        self.out.contains(&pane)
    }

    /// Whether a tool can be seen, here or in its window.
    #[must_use]
    pub fn shows(&self, tool: &str) -> bool {
        self.half_of(tool).is_some() || self.is_out(tool)
    }

    /// The frame after a change.
    #[must_use]
    pub fn after(&self, change: Change) -> Frame {
        let mut next = self.clone();
        next.apply(change);
        next.settle();
        next
    }

    /// The frame as an address asks for it; what the address does not say stays.
    #[must_use]
    pub fn looked_at(&self, screen: &Screen) -> Frame {
        let mut next = self.clone();
        if let Some(preset) = screen.layout {
            next.layout.arrange(preset);
        }
        let known = |id: &Option<String>| {
            let id = id.as_deref()?;
            self.tools.iter().copied().find(|tool| *tool == id)
        };
        if let Some(tool) = known(&screen.tool).filter(|tool| !next.is_out(tool)) {
            next.put(Half::Upper, tool);
        }
        match known(&screen.with).filter(|tool| !next.is_out(tool)) {
            Some(tool) if tool != next.upper => {
                next.layout.split_open = true;
                next.lower = tool;
            }
            _ if screen.tool.is_some() => next.layout.split_open = false,
            _ => {}
        }
        next.page = screen.page.unwrap_or(if screen.tool.is_some() {
            self.page
        } else {
            Page::Told
        });
        next.active = self.active;
        next.settle();
        next
    }

    /// Writes what is shown into what an address says.
    pub fn tell(&self, screen: &mut Screen, pages: bool) {
        screen.tool = Some(self.upper.to_string());
        screen.with = self.layout.split_open.then(|| self.lower.to_string());
        screen.layout = self
            .layout
            .preset()
            .filter(|preset| *preset != Preset::Investigate);
        screen.page = pages.then_some(self.page);
    }

    fn apply(&mut self, change: Change) {
        match change {
            Change::Open(pane) => self.open(pane),
            Change::OpenIn(half, tool) => {
                if self.tools.contains(&tool) {
                    self.layout.split_open |= half == Half::Lower;
                    self.put(half, tool);
                }
            }
            Change::Use(half) => self.active = half,
            Change::Show(page) => self.page = page,
            Change::Split if self.layout.split_open => self.close(self.active.other()),
            Change::Split => {
                if self.lower == self.upper || self.is_out(self.lower) {
                    self.lower = self.spare(self.upper).unwrap_or(self.lower);
                }
                self.layout.split_open = self.lower != self.upper;
                self.active = Half::Lower;
            }
            Change::Close(half) => self.close(half),
            Change::Swap if self.layout.split_open => {
                std::mem::swap(&mut self.upper, &mut self.lower);
                self.active = self.active.other();
            }
            Change::Swap => {}
            Change::Told => self.layout.told_open = !self.layout.told_open,
            Change::Size(edge, per_mille) => self.layout.resize(edge, per_mille),
            Change::Reset(edge) => {
                let usual = Layout::default().size(edge);
                self.layout.resize(edge, usual);
            }
            Change::Arrange(preset) => {
                self.layout.arrange(preset);
                self.kiosk = false;
                if preset == Preset::Projector || preset == Preset::Charts {
                    self.page = Page::Seen;
                }
            }
            Change::Larger => self.layout.larger = !self.layout.larger,
            Change::Kiosk => {
                self.kiosk = !self.kiosk;
                self.page = Page::Seen;
            }
            Change::Leave => self.kiosk = false,
            Change::Out(pane) => self.take_out(pane),
            Change::Back(pane) => {
                let was = self.out.len();
                self.out.retain(|other| *other != pane);
                if self.out.len() < was {
                    self.open(pane);
                }
            }
        }
    }

    fn open(&mut self, pane: Pane) {
        self.kiosk = false;
        if pane == SEEN {
            self.page = Page::Seen;
        } else if pane == Page::Told.id() {
            self.page = Page::Told;
            self.layout.told_open = true;
        } else if self.tools.contains(&pane) && !self.is_out(pane) {
            self.page = Page::Done;
            match self.half_of(pane) {
                Some(half) => self.active = half,
                None => self.put(self.active, pane),
            }
        }
    }

    /// Puts a tool in a half; a tool that stood in the other one changes places.
    fn put(&mut self, half: Half, tool: Pane) {
        self.out.retain(|other| *other != tool);
        let (here, there) = match half {
            Half::Upper => (&mut self.upper, &mut self.lower),
            Half::Lower => (&mut self.lower, &mut self.upper),
        };
        if *there == tool {
            std::mem::swap(here, there);
        } else {
            *here = tool;
        }
        self.active = half;
        self.page = Page::Done;
    }

    fn close(&mut self, half: Half) {
        if !self.layout.split_open {
            return;
        }
        if half == Half::Upper {
            std::mem::swap(&mut self.upper, &mut self.lower);
        }
        self.layout.split_open = false;
    }

    /// The last tool stays: the column would be empty.
    fn take_out(&mut self, pane: Pane) {
        if self.is_out(pane) {
            return;
        }
        if pane == SEEN {
            self.out.push(SEEN);
            return;
        }
        let half = self.half_of(pane);
        let spare = self.spare(pane).filter(|_| self.tools.contains(&pane));
        let Some(spare) = spare else { return };
        self.out.push(pane);
        match half {
            Some(half) if self.layout.split_open => self.close(half),
            Some(_) => self.upper = spare,
            None => {}
        }
    }

    /// A tool to show instead of one: what the closed half has, or the first that is here.
    fn spare(&self, instead_of: Pane) -> Option<Pane> {
        let mut all = [self.lower, self.upper]
            .into_iter()
            .chain(self.tools.iter().copied());
        all.find(|tool| *tool != instead_of && !self.is_out(tool))
    }

    /// What holds after every change: only an open half is in use, and what is kept says what
    /// is shown.
    fn settle(&mut self) {
        if self.layout.split_open && (self.lower == self.upper || self.is_out(self.lower)) {
            self.layout.split_open = false;
        }
        if !self.layout.split_open {
            self.active = Half::Upper;
        }
        self.layout.upper = self.upper.to_string();
        self.layout.lower = self.lower.to_string();
    }
}

#[cfg(test)]
mod tests;
