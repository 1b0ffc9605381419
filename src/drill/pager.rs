//! The pager: alerts in groups become pages; pages are taken, escalate, end.
//!
//! Groups follow Alertmanager: a group is told `group_wait` after its first alert, what is new
//! in it at each `group_interval`, what is not new after `repeat_interval`. Pages follow
//! PagerDuty: triggered, acknowledged, resolved; one that nobody takes goes to the next level.

use super::feed::News;
use super::session::Session;
use crate::incident::document::{PagerRules, Urgency};
use crate::sim::time::{Nanos, from_seconds};
use serde::{Deserialize, Serialize};

/// An alert of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageAlert {
    /// Name of the alert.
    pub name: String,
    /// Its summary when it came in.
    pub title: String,
    /// Came in then.
    pub at: Nanos,
    /// The pager heard then that it had ended.
    pub ended: Option<Nanos>,
}

/// A page to the on-call engineer.
#[derive(Clone, Debug)]
pub struct Page {
    /// Number, from 1.
    pub id: u32,
    /// Name of its first alert.
    pub alert: String,
    /// What it says.
    pub title: String,
    /// Sent then.
    pub sent: Nanos,
    /// First acknowledged then.
    pub acknowledged: Option<Nanos>,
    /// Its alerts ended then, or it was resolved by hand.
    pub resolved: Option<Nanos>,
    /// All its alerts, in the order they came in.
    pub alerts: Vec<PageAlert>,
    /// The most urgent of its alerts.
    pub urgency: Urgency,
    /// Waits for somebody to take it.
    pub waiting: bool,
    /// Who has it: none is the on-call engineer, else the id of a contact.
    pub holder: Option<String>,
    /// Went to the next level then, to the contact of that id.
    pub escalated: Vec<(Nanos, String)>,
    /// Goes to the next level then, if nobody takes it.
    pub escalates_at: Option<Nanos>,
    /// Triggers again then, if it is not resolved.
    lapses_at: Option<Nanos>,
    /// What became of it, in words.
    pub log: Vec<(Nanos, String)>,
}

impl Page {
    /// How it stands.
    #[must_use]
    pub fn state(&self) -> PageState {
        match (self.resolved, self.waiting) {
            (Some(_), _) => PageState::Resolved,
            (None, true) => PageState::Triggered,
            (None, false) => PageState::Acknowledged,
        }
    }
}

/// How a page stands, in PagerDuty's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageState {
    /// Nobody has answered it.
    Triggered,
    /// Somebody has it.
    Acknowledged,
    /// All its alerts have ended, or a person said so.
    Resolved,
}

/// Alerts that are told together.
#[derive(Clone, Debug)]
struct Group {
    key: Vec<String>,
    /// Places of the alerts that fire.
    firing: Vec<usize>,
    flush_at: Nanos,
    told_at: Nanos,
    /// Place of its last page.
    page: Option<usize>,
}

/// Groups and pages of a run.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    groups: Vec<Group>,
    pub(super) pages: Vec<Page>,
}

impl Pager {
    /// The next time at which something is due.
    pub(super) fn next_due(&self) -> Option<Nanos> {
        let groups = self.groups.iter().map(|g| g.flush_at);
        let pages = self.pages.iter();
        let timers = pages.flat_map(|p| [p.escalates_at, p.lapses_at]).flatten();
        groups.chain(timers).min()
    }
}

impl Session {
    fn rules(&self) -> &PagerRules {
        &self.incident.pager
    }

    /// Pages, oldest first.
    #[must_use]
    pub fn pages(&self) -> &[Page] {
        &self.pager.pages
    }

    /// An alert that pages began to fire.
    pub(super) fn group_alert(&mut self, alert: usize, at: Nanos) {
        let labels = self.alerts[alert].labels();
        let label = |name: &String| labels.get(name).cloned().unwrap_or_default();
        let key: Vec<String> = self.rules().group_by.iter().map(label).collect();
        let flush_at = at + from_seconds(self.rules().group_wait_s);
        match self.pager.groups.iter_mut().find(|g| g.key == key) {
            Some(group) => group.firing.push(alert),
            None => self.pager.groups.push(Group {
                key,
                firing: vec![alert],
                flush_at,
                told_at: 0,
                page: None,
            }),
        }
    }

    /// An alert that pages stopped firing; its group hears of it when it is told next.
    pub(super) fn ungroup_alert(&mut self, alert: usize) {
        for group in &mut self.pager.groups {
            group.firing.retain(|a| *a != alert);
        }
    }

    /// Whatever is due at the pager.
    pub(super) fn run_pager(&mut self) {
        let now = self.world.now();
        while let Some(at) = self.pager.next_due().filter(|at| *at <= now) {
            if let Some(index) = self.pager.groups.iter().position(|g| g.flush_at <= at) {
                self.flush(index, at);
            }
            for index in 0..self.pager.pages.len() {
                let page = &self.pager.pages[index];
                if page.escalates_at.is_some_and(|due| due <= at) {
                    self.escalate_page(index, at);
                }
                let page = &mut self.pager.pages[index];
                if page.lapses_at.is_some_and(|due| due <= at) {
                    page.lapses_at = None;
                    self.trigger(index, at, "still not resolved");
                }
            }
        }
    }

    /// A group is told.
    fn flush(&mut self, index: usize, at: Nanos) {
        let interval = from_seconds(self.rules().group_interval_s).max(1);
        let repeat = from_seconds(self.rules().repeat_interval_s);
        let group = &mut self.pager.groups[index];
        group.flush_at = at + interval;
        let group = group.clone();
        let open = group
            .page
            .filter(|page| self.pager.pages[*page].resolved.is_none());
        if group.firing.is_empty() {
            if let Some(page) = open {
                self.page_over(page, at, "All its alerts have ended");
            }
            self.pager.groups.remove(index);
            return;
        }
        let heard: Vec<usize> = group
            .firing
            .iter()
            .copied()
            .filter(|a| self.silenced(&self.alerts[*a].labels(), at).is_none())
            .collect();
        if heard.is_empty() {
            return;
        }
        let told = match open {
            None => {
                self.pager.groups[index].page = Some(self.pager.pages.len());
                self.send_page(&heard, at);
                true
            }
            Some(page) => {
                let news = self.join(page, &heard, at);
                let again = !news && at >= group.told_at.saturating_add(repeat);
                if again {
                    self.trigger(page, at, "repeated, its alerts still fire");
                }
                news || again
            }
        };
        if told {
            self.pager.groups[index].told_at = at;
        }
    }

    fn page_alert(&self, alert: usize, at: Nanos) -> PageAlert {
        let alert = &self.alerts[alert];
        PageAlert {
            name: alert.rule.name.clone(),
            title: alert.summary(),
            at,
            ended: None,
        }
    }

    fn send_page(&mut self, alerts: &[usize], at: Nanos) {
        let all: Vec<PageAlert> = alerts.iter().map(|a| self.page_alert(*a, at)).collect();
        let Some(first) = all.first().cloned() else {
            return;
        };
        let urgency = alerts.iter().map(|a| self.alerts[*a].rule.urgency).max();
        let page = Page {
            id: self.pager.pages.len() as u32 + 1,
            alert: first.name.clone(),
            title: first.title.clone(),
            sent: at,
            acknowledged: None,
            resolved: None,
            alerts: all,
            urgency: urgency.unwrap_or_default(),
            waiting: true,
            holder: None,
            escalated: Vec::new(),
            escalates_at: None,
            lapses_at: None,
            log: vec![(at, "Triggered".to_string())],
        };
        let more = match page.alerts.len() {
            1 => String::new(),
            n => format!(" and {} more", n - 1),
        };
        let title = format!("Page: {}{more}", first.name);
        self.feed.page(at, &first.name, &title, &first.title);
        self.pager.pages.push(page);
        self.wait_for_taking(self.pager.pages.len() - 1, at);
    }

    /// Alerts come into an open page, others leave it; true if there was anything new.
    fn join(&mut self, page: usize, heard: &[usize], at: Nanos) -> bool {
        let open = |page: &Page, name: &str| {
            let mut alerts = page.alerts.iter();
            alerts.any(|a| a.name == name && a.ended.is_none())
        };
        let fresh: Vec<usize> = heard
            .iter()
            .copied()
            .filter(|a| !open(&self.pager.pages[page], &self.alerts[*a].rule.name))
            .collect();
        for alert in &fresh {
            let joined = self.page_alert(*alert, at);
            let urgency = self.alerts[*alert].rule.urgency;
            let page = &mut self.pager.pages[page];
            page.urgency = page.urgency.max(urgency);
            page.log.push((at, format!("{} joined", joined.name)));
            let title = format!("Page {}: {} fires, too", page.id, joined.name);
            let texts = (title.as_str(), joined.title.as_str());
            self.feed.page_news(at, News::Joined, &joined.name, texts);
            page.alerts.push(joined);
        }
        let firing = |name: &str| {
            let mut alerts = self.alerts.iter();
            alerts.any(|a| a.rule.name == name && a.state == super::alerts::AlertState::Firing)
        };
        let mut ended = Vec::new();
        for alert in &mut self.pager.pages[page].alerts {
            if alert.ended.is_none() && !firing(&alert.name) {
                alert.ended = Some(at);
                ended.push(alert.name.clone());
            }
        }
        for name in &ended {
            let page = &mut self.pager.pages[page];
            page.log.push((at, format!("{name} ended")));
            let title = format!("Page {}: {name} has ended", page.id);
            self.feed.page_news(at, News::Ended, name, (&title, ""));
        }
        !fresh.is_empty() || !ended.is_empty()
    }

    /// A page is to be taken, from now on.
    fn wait_for_taking(&mut self, page: usize, at: Nanos) {
        let after = from_seconds(self.rules().escalate_after_s);
        let levels = self.rules().levels.len();
        let page = &mut self.pager.pages[page];
        page.waiting = true;
        let goes = page.urgency == Urgency::High && page.escalated.len() < levels;
        page.escalates_at = goes.then_some(at + after);
    }

    fn trigger(&mut self, page: usize, at: Nanos, why: &str) {
        let it = &mut self.pager.pages[page];
        it.log.push((at, format!("Triggered again: {why}")));
        let title = format!("Page {} triggered again: {}", it.id, it.alert);
        let (look, why) = (it.alert.clone(), why.to_string());
        self.feed.page(at, &look, &title, &why);
        self.wait_for_taking(page, at);
    }

    fn escalate_page(&mut self, index: usize, at: Nanos) {
        let levels = &self.incident.pager.levels;
        let page = &mut self.pager.pages[index];
        page.escalates_at = None;
        let Some(id) = levels.get(page.escalated.len()).cloned() else {
            return;
        };
        page.escalated.push((at, id.clone()));
        page.holder = Some(id.clone());
        let (number, name) = (page.id, page.alert.clone());
        let role = self.role_of(&id);
        let minutes = super::alerts::span(self.rules().escalate_after_s);
        let title = format!("Page {number} escalated to: {role}");
        let text = format!("Nobody acknowledged it within {minutes}");
        self.feed.page(at, &name, &title, &text);
        let log = format!("Escalated to: {role}");
        self.pager.pages[index].log.push((at, log));
        self.paged_person(&id, at);
        self.wait_for_taking(index, at);
    }

    fn page_over(&mut self, index: usize, at: Nanos, why: &str) {
        let page = &mut self.pager.pages[index];
        page.resolved = Some(at);
        page.waiting = false;
        (page.escalates_at, page.lapses_at) = (None, None);
        for alert in page.alerts.iter_mut().filter(|a| a.ended.is_none()) {
            alert.ended = Some(at);
        }
        page.log.push((at, format!("Resolved: {why}")));
        let title = format!("Page {} is resolved", page.id);
        let look = page.alert.clone();
        self.feed.page(at, &look, &title, why);
    }

    pub(super) fn acknowledge(&mut self) -> Result<String, String> {
        let now = self.world.now();
        let timeout_s = self.rules().acknowledge_timeout_s;
        let lapses_at = (timeout_s > 0.0).then(|| now + from_seconds(timeout_s));
        let mut taken = 0;
        for page in &mut self.pager.pages {
            let open = page.resolved.is_none() && page.waiting;
            if !open && page.acknowledged.is_some() {
                continue;
            }
            taken += 1;
            page.acknowledged = page.acknowledged.or(Some(now));
            (page.waiting, page.escalates_at, page.holder) = (false, None, None);
            page.lapses_at = lapses_at.filter(|_| page.resolved.is_none());
            page.log.push((now, "Acknowledged by you".to_string()));
        }
        if taken == 0 {
            return Err("There is no page to acknowledge".into());
        }
        self.say("Acknowledged the page", "");
        Ok("Acknowledged".into())
    }

    /// Somebody a page went to is there and takes it; what the player did stays what it was.
    pub(super) fn take_pages(&mut self, who: &str, at: Nanos) {
        let role = self.role_of(who);
        for page in &mut self.pager.pages {
            let theirs = page.holder.as_deref() == Some(who);
            if !theirs || !page.waiting || page.resolved.is_some() {
                continue;
            }
            (page.waiting, page.escalates_at) = (false, None);
            page.log.push((at, format!("Acknowledged by: {role}")));
            let title = format!("Page {} acknowledged by: {role}", page.id);
            self.feed.page(at, &page.alert, &title, "");
        }
    }

    fn open_page(&self, id: u32) -> Result<usize, String> {
        let index = self.pager.pages.iter().position(|p| p.id == id);
        let index = index.ok_or_else(|| format!("there is no page {id}"))?;
        match self.pager.pages[index].resolved {
            Some(_) => Err(format!("Page {id} is resolved already")),
            None => Ok(index),
        }
    }

    pub(super) fn resolve_page(&mut self, id: u32) -> Result<String, String> {
        let index = self.open_page(id)?;
        let now = self.world.now();
        self.page_over(index, now, "By you");
        let fires = self.pager.groups.iter();
        let fires = fires
            .filter(|g| g.page == Some(index))
            .any(|g| !g.firing.is_empty());
        Ok(if fires {
            let interval = super::alerts::span(self.rules().group_interval_s);
            format!("Resolved; its alerts still fire, so it comes again within {interval}")
        } else {
            "Resolved".into()
        })
    }

    pub(super) fn reassign(&mut self, id: u32, to: &str) -> Result<String, String> {
        let index = self.open_page(id)?;
        let contact = self.contact(to);
        let role = contact.map(|c| c.role.clone());
        let role = role.ok_or_else(|| format!("there is no contact {to:?}"))?;
        let now = self.world.now();
        let page = &mut self.pager.pages[index];
        if page.holder.as_deref() == Some(to) {
            return Err(format!("Page {id} is with: {role}"));
        }
        page.holder = Some(to.to_string());
        page.log.push((now, format!("Reassigned to: {role}")));
        self.wait_for_taking(index, now);
        self.say(&format!("Reassigned page {id} to: {role}"), "");
        self.paged_person(to, now);
        Ok(format!("{role} was paged"))
    }
}
