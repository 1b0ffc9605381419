//! Severity and roles of a response.

use super::action::ResponseRole;
use super::session::Session;
use crate::sim::time::Nanos;
use crate::vocabulary::bounds::SEVERITY;

/// Name of the player among the holders of roles.
pub const YOU: &str = "you";

/// Severities and what they mean, the worst first (PagerDuty's incident response guide).
pub const SEVERITIES: [(&str, &str); 5] = [
    (
        "SEV-1 critical",
        "Most customers cannot use the shop. Everybody who can help is called.",
    ),
    (
        "SEV-2 major",
        "Many customers are hit, or a main function is gone. A major incident.",
    ),
    (
        "SEV-3 moderate",
        "Some customers are hit; there is a way around it.",
    ),
    (
        "SEV-4 minor",
        "Few notice. Can wait for the next working day.",
    ),
    ("SEV-5 cosmetic", "Nobody is kept from anything."),
];

/// Somebody has a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// The role.
    pub role: ResponseRole,
    /// `you` or the id of a contact.
    pub who: String,
    /// Since when.
    pub at: Nanos,
}

impl Session {
    /// Who has which role, in the order of the guide.
    #[must_use]
    pub fn roles(&self) -> &[Assigned] {
        &self.roles
    }

    pub(super) fn set_severity(&mut self, level: u8) -> Result<String, String> {
        if !SEVERITY.contains(&level) {
            return Err(format!("severity is 1 to 5, not {level}"));
        }
        self.severity = Some((level, self.world.now()));
        self.say(&format!("Severity is SEV-{level}"), "");
        Ok(format!("SEV-{level}"))
    }

    pub(super) fn assign(
        &mut self,
        role: ResponseRole,
        to: Option<&str>,
    ) -> Result<String, String> {
        let name = role.name();
        let held = self.roles.iter().position(|a| a.role == role);
        let Some(to) = to else {
            let Some(held) = held else {
                return Err(format!("Nobody is {name}"));
            };
            self.roles.remove(held);
            self.say(&format!("{name}: nobody any more"), "");
            return Ok(format!("Nobody is {name} now"));
        };
        let who = if to == YOU {
            YOU.to_string()
        } else {
            let contact = self.contact(to);
            let contact = contact.ok_or_else(|| format!("there is no contact {to:?}"))?;
            if !self.is_present(to) {
                return Err(format!("{} is not here: call them in first", contact.role));
            }
            contact.role.clone()
        };
        if held.is_some_and(|held| self.roles[held].who == to) {
            return Err(format!("{name} is {who} already"));
        }
        if let Some(held) = held {
            self.roles.remove(held);
        }
        let at = self.world.now();
        let who_id = to.to_string();
        self.roles.push(Assigned {
            role,
            who: who_id,
            at,
        });
        self.roles.sort_by_key(|a| a.role);
        self.say(&format!("{name}: {who}"), "");
        Ok(format!("{name}: {who}"))
    }
}
