//! Output that goes on: logs that grow, jobs that finish, commands that are watched.

use super::access::Access;
use super::output::{Output, Text};
use super::shell::Terminal;
use super::tools::{Answer, Follow, systemd};
use super::until::failed;
use super::{clock, files};
use crate::sim::Status;

/// Lines of a log that one look takes.
const LINES_MAX: usize = 400;

/// What there is to say.
enum Progress {
    Nothing,
    /// Lines, and it goes on.
    More(Vec<Text>),
    /// A new screen, and it goes on.
    Screen(Vec<Text>),
    /// Lines, and it is over.
    Over(Vec<Text>),
    /// It is over, and this follows from it.
    Done(Answer),
}

impl Terminal {
    /// What is new of output that goes on; none if there is nothing to tell.
    pub fn poll(&mut self, access: &mut Access) -> Option<Output> {
        let Some(mut follow) = self.follow.take() else {
            return self.go_on(access);
        };
        let said = self.look(access, &mut follow);
        let replace = matches!(said, Progress::Screen(_));
        if matches!(
            said,
            Progress::Nothing | Progress::More(_) | Progress::Screen(_)
        ) {
            self.follow = Some(follow);
        }
        let texts = match said {
            Progress::Nothing => return None,
            Progress::More(texts) | Progress::Screen(texts) | Progress::Over(texts) => texts,
            Progress::Done(answer) => self.take(access, answer),
        };
        let mut output = self.output(access, texts);
        output.replace = replace;
        Some(output)
    }

    /// The next line that was typed while a command ran.
    fn go_on(&mut self, access: &mut Access) -> Option<Output> {
        if self.asks() {
            return None;
        }
        let line = self.ahead.pop_front()?;
        Some(self.enter(access, &line))
    }

    fn look(&self, access: &mut Access, follow: &mut Follow) -> Progress {
        let (now, status) = (access.world().now(), access.world().database_status());
        match follow {
            Follow::Log {
                source,
                journal,
                next,
                filters,
            } => {
                let lines = access.world().log().since(*next);
                let mine = lines.filter(|line| line.source == *source);
                let text = |line| match journal {
                    true => systemd::journal_text(access, line),
                    false => files::log_line(access, line),
                };
                let texts: Vec<Text> = mine.take(LINES_MAX).map(text).collect();
                *next = access.world().log().next_id();
                self.filtered(access, texts, filters)
            }
            Follow::Start { due } if now < *due => Progress::Nothing,
            Follow::Start { .. } => match status {
                Status::Ready => Progress::Over(vec![]),
                Status::Down => Progress::Over(start_failed(access)),
                Status::Starting | Status::Recovering | Status::Stopping => Progress::Nothing,
            },
            Follow::Stop { due } => match status == Status::Down && now >= *due {
                true => Progress::Over(vec![]),
                false => Progress::Nothing,
            },
            Follow::Write { path, before, said } => {
                let newest = access.world().files().history(path).last();
                match newest.is_some_and(|version| version.number != *before) {
                    true => Progress::Over(vec![Text::plain(said.as_str())]),
                    false => Progress::Nothing,
                }
            }
            Follow::Rollout { service, said } => rollout(access, service, said),
            Follow::Watch { due, .. } | Follow::Until { due, .. } if now < *due => {
                Progress::Nothing
            }
            Follow::Watch { line, every, due } => {
                *due = now + *every;
                let (every, date) = (*every as f64 / 1e9, clock::date(access.now_s()));
                let mut texts = vec![Text::note(format!("Every {every:.1}s: {line}    {date}"))];
                let answer = self.command_line(access, line, 1);
                texts.extend(answer.out);
                texts.extend(answer.err);
                Progress::Screen(texts)
            }
            Follow::Until { until, due } => {
                *due = until.due(now);
                let answer = self.turn(access, until, 0);
                match failed(&answer) {
                    true => Progress::More(answer.err),
                    false => Progress::Done(answer),
                }
            }
        }
    }

    /// Lines of a log behind the rest of its pipe.
    fn filtered(
        &self,
        access: &mut Access,
        mut texts: Vec<Text>,
        filters: &[Vec<String>],
    ) -> Progress {
        let account = access.site().account.clone();
        for filter in filters {
            if texts.is_empty() {
                break;
            }
            texts = self.command(access, filter, Some(texts), &account, 1).out;
        }
        match texts.is_empty() {
            true => Progress::Nothing,
            false => Progress::More(texts),
        }
    }
}

fn start_failed(access: &Access) -> Vec<Text> {
    let failed = format!(
        "Job for postgresql@15-{}.service failed because the control process exited with error \
         code.",
        access.cluster()
    );
    let see = "See \"systemctl status postgresql.service\" and \"journalctl -xeu \
               postgresql.service\" for details.";
    vec![Text::error(failed), Text::error(see)]
}

fn rollout(access: &Access, service: &str, said: &mut String) -> Progress {
    let world = access.world();
    let Ok(index) = world.service_index(service) else {
        return Progress::Over(vec![]);
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
        return Progress::Over(vec![Text::plain(done)]);
    };
    if *said == text {
        return Progress::Nothing;
    }
    said.clone_from(&text);
    Progress::More(vec![Text::plain(text)])
}
