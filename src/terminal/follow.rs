//! Output that goes on: logs that grow, jobs that finish, commands that are watched.

use super::hands::Hands;
use super::output::{Output, Text};
use super::shell::Terminal;
use super::tools::{Follow, Given, systemd};
use super::until::failed;
use super::{clock, files};
use crate::sim::Status;

/// Lines of a log that one look takes.
const LINES_MAX: usize = 400;

/// What there is to say.
enum Said {
    /// Nothing new.
    Nothing,
    /// Lines, and it goes on.
    More(Vec<Text>),
    /// A new screen, and it goes on.
    Screen(Vec<Text>),
    /// Lines, and it is over.
    Over(Vec<Text>),
    /// It is over, and this follows from it.
    Done(Given),
}

impl Terminal {
    /// What is new of output that goes on; none if there is nothing to tell.
    pub fn poll(&mut self, hands: &mut Hands) -> Option<Output> {
        let Some(mut follow) = self.follow.take() else {
            return self.go_on(hands);
        };
        let said = self.look(hands, &mut follow);
        let (texts, replace) = match said {
            Said::Nothing => {
                self.follow = Some(follow);
                return None;
            }
            Said::More(texts) => {
                self.follow = Some(follow);
                (texts, false)
            }
            Said::Screen(texts) => {
                self.follow = Some(follow);
                (texts, true)
            }
            Said::Over(texts) => (texts, false),
            Said::Done(given) => (self.take(hands, given), false),
        };
        let mut output = self.output(hands, texts);
        output.replace = replace;
        Some(output)
    }

    /// The next line that was typed while a command ran.
    fn go_on(&mut self, hands: &mut Hands) -> Option<Output> {
        if self.asks() {
            return None;
        }
        let line = self.ahead.pop_front()?;
        Some(self.enter(hands, &line))
    }

    fn look(&self, hands: &mut Hands, follow: &mut Follow) -> Said {
        let now = hands.world().now();
        match follow {
            Follow::Log {
                source,
                journal,
                next,
                filters,
            } => {
                let lines = hands.world().log().since(*next);
                let mine = lines.filter(|line| line.source == *source);
                let text = |line| match journal {
                    true => systemd::journal_text(hands, line),
                    false => files::log_line(hands, line),
                };
                let mut texts: Vec<Text> = mine.take(LINES_MAX).map(text).collect();
                *next = hands.world().log().next_id();
                let account = hands.site().account.clone();
                for filter in filters.iter() {
                    if texts.is_empty() {
                        break;
                    }
                    let given = self.command(hands, filter, Some(texts), &account, 1);
                    texts = given.out;
                }
                match texts.is_empty() {
                    true => Said::Nothing,
                    false => Said::More(texts),
                }
            }
            Follow::Start { due } if now < *due => Said::Nothing,
            Follow::Start { .. } => match hands.world().database_status() {
                Status::Ready => Said::Over(vec![]),
                Status::Down => Said::Over(vec![
                    Text::error(format!(
                        "Job for postgresql@15-{}.service failed because the control process \
                         exited with error code.",
                        hands.cluster()
                    )),
                    Text::error(
                        "See \"systemctl status postgresql.service\" and \"journalctl -xeu \
                         postgresql.service\" for details.",
                    ),
                ]),
                _ => Said::Nothing,
            },
            Follow::Stop { due } => match hands.world().database_status() {
                Status::Down if now >= *due => Said::Over(vec![]),
                _ => Said::Nothing,
            },
            Follow::Write { path, before, said } => {
                let newest = hands.world().files().history(path).last();
                match newest.is_some_and(|version| version.number != *before) {
                    true => Said::Over(vec![Text::plain(said.as_str())]),
                    false => Said::Nothing,
                }
            }
            Follow::Rollout { service, said } => rollout(hands, service, said),
            Follow::Watch { line, every, due } => {
                if now < *due {
                    return Said::Nothing;
                }
                *due = now + *every;
                let head = format!(
                    "Every {:.1}s: {line}    {}",
                    *every as f64 / 1e9,
                    clock::date(hands.now_s())
                );
                let given = self.command_line(hands, line, 1);
                let mut texts = vec![Text::note(head)];
                texts.extend(given.out);
                texts.extend(given.err);
                Said::Screen(texts)
            }
            Follow::Until { due, .. } if now < *due => Said::Nothing,
            Follow::Until { until, due } => {
                *due = until.due(now);
                let given = self.turn(hands, until, 0);
                match failed(&given) {
                    true => Said::More(given.err),
                    false => Said::Done(given),
                }
            }
        }
    }
}

fn rollout(hands: &Hands, service: &str, said: &mut String) -> Said {
    let world = hands.world();
    let Ok(index) = world.service_index(service) else {
        return Said::Over(vec![]);
    };
    let s = world.service_status(index);
    let head = format!("Waiting for deployment \"{service}\" rollout to finish:");
    let text = if s.rollout_left > 0 {
        let new = s.desired.saturating_sub(s.rollout_left);
        let of = s.desired;
        format!("{head} {new} out of {of} new replicas have been updated...")
    } else if s.ready < s.desired {
        format!(
            "{head} {} of {} updated replicas are available...",
            s.ready, s.desired
        )
    } else {
        let done = format!("deployment \"{service}\" successfully rolled out");
        return Said::Over(vec![Text::plain(done)]);
    };
    if *said == text {
        return Said::Nothing;
    }
    said.clone_from(&text);
    Said::More(vec![Text::plain(text)])
}
