//! What the player is told, as the page's documents: alerts, pages, silences, status page,
//! people. Times are ms from minute zero.

use crate::drill::Session;
use crate::drill::action::{ComponentMark, ComponentState, ResponseRole, StatusPhase};
use crate::drill::alerts::AlertState;
use crate::drill::pager::PageState;
use crate::drill::people::Reason;
use crate::drill::silence;
use crate::drill::status::DueUpdate;
use crate::incident::document::Urgency;
use serde::{Deserialize, Serialize};

/// An alert rule as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertNow {
    /// Its name; what does not change stands in the incident's document.
    pub name: String,
    /// How it stands.
    pub state: AlertState,
    /// Last change of its state.
    pub since_ms: i64,
    /// What it measures, with the unit.
    pub value: Option<String>,
    /// While pending: when it fires.
    pub fires_ms: Option<i64>,
    /// While its condition no longer holds: when it ends.
    pub ends_ms: Option<i64>,
    /// Number of the silence in force for it.
    pub silence: Option<u32>,
    /// Summary with the value in it.
    pub summary: String,
}

/// A page as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageNow {
    /// Number.
    pub id: u32,
    /// What its first alert says.
    pub title: String,
    /// How it stands.
    pub state: PageState,
    /// Urgency high.
    pub high: bool,
    /// Sent.
    pub sent_ms: i64,
    /// First acknowledged.
    pub acknowledged_ms: Option<i64>,
    /// Over.
    pub resolved_ms: Option<i64>,
    /// Goes to the next level then.
    pub escalates_ms: Option<i64>,
    /// Role of who comes next, if nobody takes it.
    pub next: Option<String>,
    /// Role of who has it; none: the player.
    pub holder: Option<String>,
    /// Its alerts.
    pub alerts: Vec<PageAlert>,
    /// What became of it.
    pub log: Vec<(i64, String)>,
}

/// An alert of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageAlert {
    /// Name of its rule.
    pub name: String,
    /// What it says.
    pub summary: String,
    /// When it ended.
    pub ended_ms: Option<i64>,
}

/// A silence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SilenceNow {
    /// Number.
    pub id: u32,
    /// Its matchers, as Alertmanager writes them.
    pub matchers: String,
    /// From.
    pub from_ms: i64,
    /// Until.
    pub until_ms: i64,
    /// Why.
    pub comment: String,
    /// In force.
    pub active: bool,
}

/// An update of the status page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostedNow {
    /// When.
    pub t_ms: i64,
    /// Phase.
    pub phase: StatusPhase,
    /// What customers read.
    pub text: String,
    /// Components whose state was set with it.
    pub components: Vec<ComponentMark>,
}

/// A component of the status page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComponentNow {
    /// Id.
    pub id: String,
    /// What customers call it.
    pub name: String,
    /// As it was stated last.
    pub stated: ComponentState,
    /// As the last minute's visits would have it.
    pub measured: ComponentState,
}

/// The status page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StatusNow {
    /// Updates, oldest first.
    pub posted: Vec<PostedNow>,
    /// What is due next and when.
    pub due: Option<(DueUpdate, i64)>,
    /// A text to start from for each of `StatusPhase::ALL`, filled from what is true now.
    pub templates: Vec<String>,
    /// Components.
    pub components: Vec<ComponentNow>,
    /// Comments of customers.
    pub comments: Vec<CommentNow>,
}

/// A comment of a customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommentNow {
    /// When.
    pub t_ms: i64,
    /// Who.
    pub who: String,
    /// What.
    pub text: String,
}

/// Who is there and does what.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PeopleNow {
    /// Roles and who has them: `you` or the id of a contact.
    pub roles: Vec<(ResponseRole, String)>,
    /// Contacts in the channel, since when.
    pub present: Vec<(String, i64)>,
    /// Contacts who will speak, and when.
    pub coming: Vec<(String, i64)>,
    /// A question is under way to these.
    pub asked: Vec<String>,
}

/// From these shares of affected visits on, a component is degraded, partly or wholly out.
const SHARES: [(f64, ComponentState); 3] = [
    (0.6, ComponentState::MajorOutage),
    (0.1, ComponentState::PartialOutage),
    (0.02, ComponentState::Degraded),
];

fn measured(share: f64) -> ComponentState {
    let found = SHARES.iter().find(|(from, _)| share >= *from);
    found.map_or(ComponentState::Operational, |(_, state)| *state)
}

/// Alert rules as they stand.
pub(super) fn alerts(session: &Session) -> Vec<AlertNow> {
    let now = session.world().now();
    let ms = |at| session.at_ms(at);
    let all = session.alerts().iter();
    all.map(|alert| AlertNow {
        name: alert.rule.name.clone(),
        state: alert.state,
        since_ms: ms(alert.since),
        value: alert.value_words(),
        fires_ms: alert.fires_at().map(ms),
        ends_ms: alert.ends_at(now).map(ms),
        silence: session.silenced(&alert.labels(), now).map(|s| s.id),
        summary: alert.summary(),
    })
    .collect()
}

pub(super) fn pages(session: &Session) -> Vec<PageNow> {
    let ms = |at| session.at_ms(at);
    let all = session.pages().iter();
    all.map(|page| PageNow {
        id: page.id,
        title: page.title.clone(),
        state: page.state(),
        high: page.urgency == Urgency::High,
        sent_ms: ms(page.sent),
        acknowledged_ms: page.acknowledged.map(ms),
        resolved_ms: page.resolved.map(ms),
        escalates_ms: page.escalates_at.map(ms),
        next: session
            .incident()
            .pager
            .levels
            .get(page.escalated.len())
            .filter(|_| page.escalates_at.is_some())
            .map(|id| session.role_of(id)),
        holder: page.holder.as_ref().map(|id| session.role_of(id)),
        alerts: page
            .alerts
            .iter()
            .map(|a| PageAlert {
                name: a.name.clone(),
                summary: a.title.clone(),
                ended_ms: a.ended.map(ms),
            })
            .collect(),
        log: page
            .log
            .iter()
            .map(|(at, w)| (ms(*at), w.clone()))
            .collect(),
    })
    .collect()
}

pub(super) fn silences(session: &Session) -> Vec<SilenceNow> {
    let now = session.world().now();
    let all = session.silences().iter();
    all.map(|it| SilenceNow {
        id: it.id,
        matchers: silence::words(&it.matchers),
        from_ms: session.at_ms(it.from),
        until_ms: session.at_ms(it.until),
        comment: it.comment.clone(),
        active: it.holds(now),
    })
    .collect()
}

pub(super) fn status(session: &Session) -> StatusNow {
    let ms = |at| session.at_ms(at);
    let posted = session.posted().iter().map(|it| PostedNow {
        t_ms: ms(it.at),
        phase: it.phase,
        text: it.text.clone(),
        components: it.components.clone(),
    });
    let components = session.incident().status_page.components.iter();
    let components = components.map(|component| ComponentNow {
        id: component.id.clone(),
        name: component.name.clone(),
        stated: session.stated_state(&component.id),
        measured: measured(session.component_share(component)),
    });
    let comments = session.comments().iter();
    StatusNow {
        posted: posted.collect(),
        due: session.update_due().map(|(due, at)| (due, ms(at))),
        templates: StatusPhase::ALL.map(|p| session.template(p)).to_vec(),
        components: components.collect(),
        comments: comments
            .map(|c| CommentNow {
                t_ms: ms(c.at),
                who: c.who.clone(),
                text: c.text.clone(),
            })
            .collect(),
    }
}

pub(super) fn people(session: &Session) -> PeopleNow {
    let ms = |at| session.at_ms(at);
    let waiting = session.calls().iter().filter(|call| !call.answered);
    let asked = waiting.clone();
    PeopleNow {
        roles: session
            .roles()
            .iter()
            .map(|it| (it.role, it.who.clone()))
            .collect(),
        present: session
            .present()
            .iter()
            .map(|(id, at)| (id.clone(), ms(*at)))
            .collect(),
        coming: waiting
            .map(|call| (call.contact.clone(), ms(call.answers_at)))
            .collect(),
        asked: asked
            .filter(|call| matches!(call.reason, Reason::Question(_)))
            .map(|call| call.contact.clone())
            .collect(),
    }
}

/// Time left until a moment, `4:12`; `0:00` when it is past.
#[must_use]
pub fn left(now_ms: i64, until_ms: i64) -> String {
    let left_s = (until_ms - now_ms).max(0) / 1000;
    format!("{}:{:02}", left_s / 60, left_s % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_never_falls_below_nothing() {
        assert_eq!(left(0, 252_999), "4:12");
        assert_eq!(left(5_000, 1), "0:00");
    }

    #[test]
    fn more_harm_is_never_a_better_state() {
        let states: Vec<_> = (0..=100).map(|p| measured(f64::from(p) / 100.0)).collect();
        assert!(states.windows(2).all(|w| w[0] <= w[1]));
        assert_eq!(states[0], ComponentState::Operational);
        assert_eq!(states[100], ComponentState::MajorOutage);
    }
}
