//! What can be done to the server process and its machine, and whether it makes sense.

use super::Status;
use crate::spec::Command;
use crate::world::World;

impl World {
    /// See [`World::check`]; commands of other parts are let through.
    pub(crate) fn check_lifecycle(&self, command: &Command) -> Result<(), String> {
        let (status, life) = (self.server.status, &self.server.life);
        let fits = match command {
            Command::StopDatabase { .. } if status == Status::Down => {
                Err("The database server is not running")
            }
            Command::StartDatabase if status != Status::Down => {
                Err("The database server is running already")
            }
            Command::StartDatabase if life.unreachable => Err("A failover is under way"),
            Command::RestartDatabase if life.unreachable => Err("A failover is under way"),
            Command::KillBackend if self.largest_backend().is_none() => {
                Err("There is no session to kill")
            }
            Command::FillDisk { .. } | Command::FreeDisk { .. } if life.disk.is_none() => {
                Err("This world's disk has no bound")
            }
            Command::RetainWal { .. } if life.wal.is_none() => {
                Err("This world has no write-ahead log")
            }
            Command::Failover => match &life.replica {
                None => Err("There is no standby"),
                Some(replica) if replica.promoted => Err("The standby has already taken over"),
                Some(_) => Ok(()),
            },
            _ => Ok(()),
        };
        fits.map_err(str::to_string)
    }

    /// Do it; it has been checked.
    pub(crate) fn apply_lifecycle(&mut self, command: &Command) {
        match command {
            Command::StopDatabase { mode } => self.stop_database(*mode, false),
            Command::StartDatabase => self.start_database(),
            Command::KillBackend => {
                let victim = self.largest_backend();
                self.backend_crashed(victim, "9: Killed");
            }
            Command::FillDisk { bytes } => self.fill_disk(*bytes),
            Command::FreeDisk { bytes } => self.free_disk(*bytes),
            Command::RetainWal { retain } => self.retain_wal(*retain),
            Command::Failover => self.fail_over(),
            _ => {}
        }
    }
}
