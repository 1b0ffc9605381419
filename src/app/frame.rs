//! The console's frame: which panes stand where, how wide, and what a person changes about it.
//!
//! Pure: the page draws what stands here and keeps [`Layout`] in the browser's storage.

mod layout;

pub use layout::{Edge, LAYOUT_VERSION, Layout, Preset, parse_layout};

use super::screen::Screen;
use crate::incident::panes::{Column, Pane};

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
    Show(Column),
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
    /// The half in use: a tool that is opened goes there.
    pub active: Half,
    /// Page of a narrow screen.
    pub page: Column,
    /// Panes in windows of their own.
    pub out: Vec<Pane>,
    /// Only clock and charts.
    pub kiosk: bool,
}

impl Frame {
    /// A frame with what was kept of the last one.
    #[must_use]
    pub fn new(layout: Layout) -> Frame {
        let mut frame = Frame {
            active: Half::Upper,
            page: Column::Alerts,
            out: vec![],
            kiosk: false,
            layout,
        };
        if frame.layout.lower == frame.layout.upper {
            frame.layout.lower = frame
                .spare(frame.layout.upper)
                .unwrap_or(frame.layout.upper);
        }
        frame.settle();
        frame
    }

    /// The tool in a half, if the half is open and the tool not in a window of its own.
    #[must_use]
    pub fn at(&self, half: Half) -> Option<Pane> {
        match half {
            Half::Upper => Some(self.layout.upper),
            Half::Lower => self.layout.split_open.then_some(self.layout.lower),
        }
        .filter(|tool| !self.is_out(*tool))
    }

    /// The half in which a tool stands now.
    #[must_use]
    pub fn half_of(&self, tool: Pane) -> Option<Half> {
        [Half::Upper, Half::Lower]
            .into_iter()
            .find(|half| self.at(*half) == Some(tool))
    }

    /// The tool in use.
    #[must_use]
    pub fn tool(&self) -> Pane {
        self.at(self.active).unwrap_or(self.layout.upper)
    }

    /// Whether a pane has a window of its own.
    #[must_use]
    pub fn is_out(&self, pane: Pane) -> bool {
        self.out.contains(&pane)
    }

    /// Whether a tool can be seen, here or in its window.
    #[must_use]
    pub fn shows(&self, tool: Pane) -> bool {
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
        if let Some(tool) = screen.tool.filter(|tool| !next.is_out(*tool)) {
            next.put(Half::Upper, tool);
        }
        match screen.with.filter(|tool| !next.is_out(*tool)) {
            Some(tool) if tool != next.layout.upper => {
                next.layout.split_open = true;
                next.layout.lower = tool;
            }
            _ if screen.tool.is_some() => next.layout.split_open = false,
            _ => {}
        }
        next.page = screen.page.unwrap_or(if screen.tool.is_some() {
            self.page
        } else {
            Column::Alerts
        });
        next.active = self.active;
        next.settle();
        next
    }

    /// Writes what is shown into what an address says.
    pub fn tell(&self, screen: &mut Screen, pages: bool) {
        screen.tool = Some(self.layout.upper);
        screen.with = self.layout.split_open.then_some(self.layout.lower);
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
                if tool.is_tool() {
                    self.layout.split_open |= half == Half::Lower;
                    self.put(half, tool);
                }
            }
            Change::Use(half) => self.active = half,
            Change::Show(page) => self.page = page,
            Change::Split if self.layout.split_open => self.close(self.active.other()),
            Change::Split => {
                let Layout { upper, lower, .. } = self.layout;
                if lower == upper || self.is_out(lower) {
                    self.layout.lower = self.spare(upper).unwrap_or(lower);
                }
                self.layout.split_open = self.layout.lower != upper;
                self.active = Half::Lower;
            }
            Change::Close(half) => self.close(half),
            Change::Swap if self.layout.split_open => {
                std::mem::swap(&mut self.layout.upper, &mut self.layout.lower);
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
                    self.page = Column::Charts;
                }
            }
            Change::Larger => self.layout.larger = !self.layout.larger,
            Change::Kiosk => {
                self.kiosk = !self.kiosk;
                self.page = Column::Charts;
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
        match pane.column() {
            Column::Tools if self.is_out(pane) => return,
            Column::Tools => match self.half_of(pane) {
                Some(half) => self.active = half,
                None => self.put(self.active, pane),
            },
            Column::Alerts => self.layout.told_open = true,
            Column::Charts => {}
        }
        self.page = pane.column();
    }

    /// Puts a tool in a half; a tool that stood in the other one changes places.
    fn put(&mut self, half: Half, tool: Pane) {
        self.out.retain(|other| *other != tool);
        let (here, there) = match half {
            Half::Upper => (&mut self.layout.upper, &mut self.layout.lower),
            Half::Lower => (&mut self.layout.lower, &mut self.layout.upper),
        };
        if *there == tool {
            std::mem::swap(here, there);
        } else {
            *here = tool;
        }
        self.active = half;
        self.page = Column::Tools;
    }

    fn close(&mut self, half: Half) {
        if !self.layout.split_open {
            return;
        }
        if half == Half::Upper {
            std::mem::swap(&mut self.layout.upper, &mut self.layout.lower);
        }
        self.layout.split_open = false;
    }

    /// The last tool stays: the column would be empty.
    fn take_out(&mut self, pane: Pane) {
        if self.is_out(pane) {
            return;
        }
        if pane == Pane::Charts {
            self.out.push(pane);
            return;
        }
        let half = self.half_of(pane);
        let spare = self.spare(pane).filter(|_| pane.is_tool());
        let Some(spare) = spare else { return };
        self.out.push(pane);
        match half {
            Some(half) if self.layout.split_open => self.close(half),
            Some(_) => self.layout.upper = spare,
            None => {}
        }
    }

    /// A tool to show instead of one: what the closed half has, or the first that is here.
    fn spare(&self, instead_of: Pane) -> Option<Pane> {
        let mut all = [self.layout.lower, self.layout.upper]
            .into_iter()
            .chain(Pane::tools());
        all.find(|tool| *tool != instead_of && !self.is_out(*tool))
    }

    /// What holds after every change: only an open half is in use.
    fn settle(&mut self) {
        let Layout { upper, lower, .. } = self.layout;
        self.layout.split_open &= lower != upper && !self.is_out(lower);
        if !self.layout.split_open {
            self.active = Half::Upper;
        }
    }
}

#[cfg(test)]
mod tests;
