//! The forms that a post-mortem can have.

/// The forms of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Issue summary, timeline, root cause and resolution, measures.
    Plain,
    /// PagerDuty's template.
    Pagerduty,
}

impl Form {
    /// All forms.
    pub const ALL: [Form; 2] = [Form::Plain, Form::Pagerduty];

    /// Its name in commands and documents.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Form::Plain => "plain",
            Form::Pagerduty => "pagerduty",
        }
    }
}
