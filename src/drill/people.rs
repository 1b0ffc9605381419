//! People who can be called and asked: they come after a while and speak from what is true then.

use super::feed::FeedKind;
use super::session::Session;
use crate::incident::document::{Contact, Says};
use crate::sim::time::{MS, Nanos, from_seconds};

/// Somebody who was paged is in the channel after this at the latest, seconds.
const PAGED_S_MAX: f64 = 90.0;
/// Longest word in the channel, characters.
pub const SAY_CHARS_MAX: usize = 500;
/// Most words and questions of a run.
const SAID_MAX: usize = 2_000;

/// Why somebody was called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Asked to look at something.
    Look,
    /// To answer a question: place of the topic; none: what they see.
    Question(Option<usize>),
    /// A page has reached them.
    Paged,
}

/// A call for a person.
#[derive(Clone, Debug)]
pub struct Call {
    /// Id of the contact.
    pub contact: String,
    /// When they were called, world time.
    pub at: Nanos,
    /// When they speak, world time.
    pub answers_at: Nanos,
    /// They have spoken.
    pub answered: bool,
    /// What they were called for.
    pub reason: Reason,
}

fn whole_ms(at: Nanos) -> Nanos {
    at - at % MS
}

impl Session {
    pub(super) fn contact(&self, id: &str) -> Option<&Contact> {
        self.incident.contacts.iter().find(|c| c.id == id)
    }

    /// The role of a contact or of a speaker of the channel; else the id.
    #[must_use]
    pub fn role_of(&self, id: &str) -> String {
        let speakers = self.incident.channel.people.iter();
        let speaker = speakers.filter(|s| s.id == id).map(|s| &s.role).next();
        let role = self.contact(id).map(|c| &c.role).or(speaker);
        role.cloned().unwrap_or_else(|| id.to_string())
    }

    /// Is this contact in the channel?
    #[must_use]
    pub fn is_present(&self, id: &str) -> bool {
        self.talk.present.iter().any(|(there, _)| there == id)
    }

    fn delay_of(&self, contact: &Contact) -> Nanos {
        from_seconds(if self.is_present(&contact.id) {
            contact.reply_s
        } else {
            contact.answers_after_s
        })
    }

    fn waits_for(&self, id: &str) -> bool {
        self.calls.iter().any(|c| c.contact == id && !c.answered)
    }

    pub(super) fn call(&mut self, id: &str) -> Result<String, String> {
        let contact = self
            .contact(id)
            .ok_or_else(|| format!("there is no contact {id:?}"))?;
        if self.waits_for(id) {
            return Err(format!(
                "{} has been called and is on the way",
                contact.role
            ));
        }
        let at = self.world.now();
        let answers_at = at + from_seconds(contact.answers_after_s);
        let role = contact.role.clone();
        self.say(&format!("Called in: {role}"), "");
        self.calls.push(Call {
            contact: id.to_string(),
            at,
            answers_at,
            answered: false,
            reason: Reason::Look,
        });
        Ok(format!("{role} was called"))
    }

    /// A page reaches somebody: they come into the channel.
    pub(super) fn paged_person(&mut self, id: &str, at: Nanos) {
        let Some(contact) = self.contact(id) else {
            return;
        };
        let after_s = contact.answers_after_s.min(PAGED_S_MAX);
        self.calls.push(Call {
            contact: id.to_string(),
            at,
            answers_at: whole_ms(at + from_seconds(after_s)),
            answered: false,
            reason: Reason::Paged,
        });
    }

    pub(super) fn ask(
        &mut self,
        id: &str,
        about: Option<&str>,
        text: &str,
    ) -> Result<String, String> {
        let contact = self.contact(id);
        let contact = contact.ok_or_else(|| format!("there is no contact {id:?}"))?;
        let topic = match about {
            None => None,
            Some(about) => {
                let found = contact.topics.iter().position(|t| t.id == about);
                let role = &contact.role;
                Some(found.ok_or_else(|| format!("{role} knows no topic {about:?}"))?)
            }
        };
        let question = topic.map_or(String::new(), |t| contact.topics[t].question.clone());
        let handle = handle_of(contact);
        let words = [question.as_str(), text.trim()].join(" ");
        let words = format!("@{handle} {}", words.trim());
        if topic.is_none() && text.trim().is_empty() {
            return Err("A question needs words".into());
        }
        self.check_words(&words)?;
        let (id, role) = (contact.id.clone(), contact.role.clone());
        let topic = topic.or_else(|| topic_in(contact, text));
        if self.waits_for(&id) {
            return Err(format!("{role} is looking already"));
        }
        self.speak(&words);
        Ok(self.will_answer(&id, topic))
    }

    /// The contact has heard a question; says what to expect.
    fn will_answer(&mut self, id: &str, topic: Option<usize>) -> String {
        let Some(contact) = self.contact(id) else {
            return String::new();
        };
        let delay = self.delay_of(contact);
        let role = contact.role.clone();
        let at = self.world.now();
        self.calls.push(Call {
            contact: id.to_string(),
            at,
            answers_at: whole_ms(at + delay),
            answered: false,
            reason: Reason::Question(topic),
        });
        let seconds = crate::sim::time::to_seconds(delay);
        format!("{role} answers in about {}", super::alerts::span(seconds))
    }

    fn check_words(&self, text: &str) -> Result<(), String> {
        let chars = text.chars().count();
        if chars == 0 {
            return Err("There is nothing to send".into());
        }
        if chars > SAY_CHARS_MAX {
            return Err(format!("A message has at most {SAY_CHARS_MAX} characters"));
        }
        if self.talk.words >= SAID_MAX {
            return Err("The channel is full".into());
        }
        Ok(())
    }

    /// The player's own words in the channel.
    fn speak(&mut self, text: &str) {
        let now = self.world.now();
        self.talk.words += 1;
        self.talk.spoke = Some(now);
        self.feed.push(now, FeedKind::Person, "you", text, "");
    }

    pub(super) fn write(&mut self, text: &str) -> Result<String, String> {
        let text = text.trim();
        self.check_words(text)?;
        let lower = text.to_lowercase();
        let (mut asked, mut unknown) = (Vec::new(), Vec::new());
        for name in mentions(&lower) {
            let mut contacts = self.incident.contacts.iter();
            match contacts.find(|c| handle_of(c) == name || c.id == name) {
                Some(contact) => asked.push((contact.id.clone(), topic_in(contact, &lower))),
                None => unknown.push(name.to_string()),
            }
        }
        self.speak(text);
        let mut notes = Vec::new();
        for (id, topic) in asked {
            if !self.waits_for(&id) {
                notes.push(self.will_answer(&id, topic));
            }
        }
        if !unknown.is_empty() {
            let known = self.incident.contacts.iter();
            let known: Vec<String> = known.map(|c| format!("@{}", handle_of(c))).collect();
            notes.push(format!(
                "nobody here is called @{}; there is {}",
                unknown.join(", @"),
                known.join(", ")
            ));
        }
        Ok(if notes.is_empty() {
            "Sent".into()
        } else {
            notes.join("; ")
        })
    }

    /// Those who are due speak.
    pub(super) fn hear_people(&mut self) {
        for i in 0..self.calls.len() {
            let call = &self.calls[i];
            if call.answered || call.answers_at > self.world.now() {
                continue;
            }
            let (at, reason) = (call.answers_at, call.reason.clone());
            let contact = self.contact(&call.contact).cloned();
            self.calls[i].answered = true;
            let Some(contact) = contact else { continue };
            self.arrive(&contact.id, at);
            if reason == Reason::Paged {
                self.take_pages(&contact.id, at);
            }
            let text = match reason {
                Reason::Paged if contact.escalated.is_empty() => {
                    Some("The page has reached me; I am here. What do we know?".to_string())
                }
                Reason::Paged => Some(self.fill(&contact.escalated)),
                Reason::Look | Reason::Question(None) => self.words_of(&contact.says),
                Reason::Question(Some(topic)) => {
                    let topic = contact.topics.get(topic);
                    self.words_of(topic.map_or(&[], |t| t.says.as_slice()))
                }
            };
            if let Some(text) = text {
                self.feed
                    .push(at, FeedKind::Person, &contact.role, &text, "");
            }
        }
    }

    pub(super) fn arrive(&mut self, id: &str, at: Nanos) {
        if !self.is_present(id) {
            self.talk.present.push((id.to_string(), at));
        }
    }

    /// The first words whose conditions hold, filled in.
    fn words_of(&self, says: &[Says]) -> Option<String> {
        let mut says = says.iter();
        let says = says.find(|s| s.when.iter().all(|c| self.holds(c)))?;
        Some(self.fill(&says.text))
    }

    /// People called so far, in the order of the calls.
    #[must_use]
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }
}

/// The contact's name in the channel, without the `@`.
#[must_use]
pub fn handle_of(contact: &Contact) -> &str {
    match contact.handle.as_str() {
        "" => &contact.id,
        handle => handle,
    }
}

/// The names after each `@` of a text.
fn mentions(text: &str) -> impl Iterator<Item = &str> {
    text.split('@').skip(1).filter_map(|rest| {
        let inner = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let end = rest.find(|c| !inner(c)).unwrap_or(rest.len());
        let name = rest[..end].trim_end_matches(['-', '_']);
        (!name.is_empty()).then_some(name)
    })
}

/// The topic that a free question is about: the one most of whose words are in it.
fn topic_in(contact: &Contact, text: &str) -> Option<usize> {
    let lower = text.to_lowercase();
    let hits = |words: &[String]| words.iter().filter(|w| lower.contains(w.as_str())).count();
    let topics = contact.topics.iter().map(|t| hits(&t.words)).enumerate();
    // The first of equals: the file's order is the order of preference.
    let best = topics.rev().max_by_key(|(_, hits)| *hits)?;
    (best.1 > 0).then_some(best.0)
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn mentions_end_where_the_name_ends() {
        let all = |text| mentions(text).collect::<Vec<_>>();
        assert_eq!(all("@dba, is it the log? @web-team."), ["dba", "web-team"]);
        assert_eq!(all("mail me@home @ @"), ["home"]);
        assert!(all("nobody").is_empty());
        assert_eq!(all("@ä @x"), ["x"]);
    }
}
