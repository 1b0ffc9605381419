//! What can be done to the server process and its machine, and whether it makes sense.

use super::Status;
use crate::command::{Resolved, deed};
use crate::spec::StopMode;
use crate::world::World;

/// Bytes of megabytes; negative and NaN read as 0.
fn bytes(mb: f64) -> u64 {
    (mb * f64::from(1u32 << 20)) as u64
}

impl World {
    pub(crate) fn may_reload_database<'a>(&self) -> Resolved<'a> {
        match self.database_ready() {
            true => deed(World::reload_database),
            false => Err("The database server is not running; start it first".into()),
        }
    }

    pub(crate) fn may_restart_database<'a>(&self) -> Resolved<'a> {
        self.reachable()?;
        deed(World::restart_database)
    }

    pub(crate) fn may_stop_database<'a>(&self, mode: StopMode) -> Resolved<'a> {
        if self.server.status == Status::Down {
            return Err("The database server is not running".into());
        }
        deed(move |world| world.stop_database(mode, false))
    }

    pub(crate) fn may_start_database<'a>(&self) -> Resolved<'a> {
        if self.server.status != Status::Down {
            return Err("The database server is running already".into());
        }
        self.reachable()?;
        deed(World::start_database)
    }

    fn reachable(&self) -> Result<(), String> {
        match self.server.life.unreachable {
            true => Err("A failover is under way".into()),
            false => Ok(()),
        }
    }

    pub(crate) fn may_kill_backend<'a>(&self) -> Resolved<'a> {
        let victim = self.largest_backend();
        let victim = victim.ok_or("There is no session to kill")?;
        deed(move |world| world.backend_crashed(Some(victim), "9: Killed"))
    }

    pub(crate) fn may_fill_disk<'a>(&self, mb: f64) -> Resolved<'a> {
        self.bounded_disk()?;
        deed(move |world| world.fill_disk(bytes(mb)))
    }

    pub(crate) fn may_free_disk<'a>(&self, mb: Option<f64>) -> Resolved<'a> {
        self.bounded_disk()?;
        deed(move |world| world.free_disk(mb.map_or(u64::MAX, bytes)))
    }

    fn bounded_disk(&self) -> Result<(), String> {
        match self.server.life.disk {
            Some(_) => Ok(()),
            None => Err("This world's disk has no bound".into()),
        }
    }

    pub(crate) fn may_retain_wal<'a>(&self, retain: bool) -> Resolved<'a> {
        match self.server.life.wal {
            Some(_) => deed(move |world| world.retain_wal(retain)),
            None => Err("This world has no write-ahead log".into()),
        }
    }

    pub(crate) fn may_fail_over<'a>(&self) -> Resolved<'a> {
        match &self.server.life.replica {
            None => Err("There is no standby".into()),
            Some(replica) if replica.promoted => Err("The standby has already taken over".into()),
            Some(_) => deed(World::fail_over),
        }
    }
}
