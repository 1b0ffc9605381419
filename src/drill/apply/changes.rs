//! What a player does to the world: commands, given after the time that hands need.

use crate::drill::action::Action;
use crate::drill::feed::News;
use crate::drill::pool_size;
use crate::drill::session::{Change, Session};
use crate::sim::time::{Nanos, SEC};
use crate::vocabulary::Command;
use crate::vocabulary::bounds::{PIDS_MAX, POOL_SIZE};

/// A file is checked in and on its host after this.
const FILE_DELAY: Nanos = 5 * SEC;
/// A command on a host or a cluster is given after this.
const COMMAND_DELAY: Nanos = SEC;

impl Session {
    /// Give the one command that an action comes to.
    pub(super) fn order(&mut self, action: &Action) -> Result<String, String> {
        let order = action.order().ok_or("not a change")?;
        let command = order.command;
        if let Command::TerminateBackends { pids } | Command::CancelBackends { pids } = &command {
            match pids.len() {
                0 => return Err("There is no such session".into()),
                n if n > PIDS_MAX => return Err(format!("at most {PIDS_MAX} sessions at a time")),
                _ => {}
            }
        }
        let writes = matches!(
            command,
            Command::WriteFile { .. } | Command::EditFile { .. } | Command::RollbackFile { .. }
        );
        let delay = if writes { FILE_DELAY } else { COMMAND_DELAY };
        self.world.check(&command)?;
        self.command(delay, command, &order.title);
        Ok(order.said.to_string())
    }

    /// A pool's file is edited and its service restarted.
    pub(super) fn resize_pool(&mut self, service: &str, size: u32) -> Result<String, String> {
        let index = self.world.service_index(service)?;
        let Some(pool) = self.world.spec().services[index].pool.clone() else {
            return Err(format!("{service} has no pool"));
        };
        if !POOL_SIZE.contains(&size) {
            let (min, max) = POOL_SIZE.into_inner();
            return Err(format!("a pool has {min} to {max} connections, not {size}"));
        }
        let old = self.world.files().text(&pool.path).unwrap_or_default();
        let write = Command::EditFile {
            path: pool.path,
            text: pool_size::set(&old, &pool.prefix, size),
            message: format!("Pool of {service}: {size} connections an instance"),
        };
        let title = format!("Pool of {service} to {size}, with a rolling restart");
        self.write_and_restart(write, service, &title)?;
        Ok("The file is written, then the instances restart two at a time".into())
    }

    /// `kubectl rollout undo`: the settings file of the service goes back one version, and its
    /// instances restart with it.
    pub(super) fn undo_rollout(&mut self, service: &str) -> Result<String, String> {
        let index = self.world.service_index(service)?;
        let pool = self.world.spec().services[index].pool.as_ref();
        let path = pool.map(|p| p.path.clone());
        let path = path.ok_or_else(|| format!("{service} has no settings to go back to"))?;
        let versions = self.world.files().history(&path);
        let [.., before, _] = versions else {
            return Err(format!("no rollout history found for deployment {service}"));
        };
        let version = before.number;
        let title = format!("Undid the last rollout of {service}: settings of version {version}");
        self.write_and_restart(Command::RollbackFile { path, version }, service, &title)?;
        Ok("The file is written, then the instances restart".into())
    }

    fn write_and_restart(
        &mut self,
        write: Command,
        service: &str,
        title: &str,
    ) -> Result<(), String> {
        self.world.check(&write)?;
        self.command(FILE_DELAY, write, title);
        let service = service.to_string();
        let restart = Command::RollingRestart { service };
        self.world
            .command_after(FILE_DELAY + COMMAND_DELAY, restart);
        Ok(())
    }

    fn command(&mut self, delay: Nanos, command: Command, title: &str) {
        self.world.command_after(delay, command);
        self.changed(title, self.world.now() + delay);
    }

    /// A change was accepted; it takes effect at `due`.
    pub(in crate::drill) fn changed(&mut self, title: &str, due: Nanos) {
        let at = self.world.now();
        self.feed.own(at, News::Changed, title, "");
        self.changes.push(Change {
            at,
            title: title.to_string(),
            due,
        });
    }
}
