//! A share of the machine for the measurement alone.
//!
//! A control group of its own with the largest weight: whatever else runs on the machine
//! then gets next to nothing while PostgreSQL and pgbench have work, and the scheduler
//! shares the cores among backends and clients alike, as within the group of a service.
//! (Without it, Linux's automatic groups make every backend a group of its own and all
//! threads of pgbench another one.) This process joins the group, so that everything it
//! starts is in it, and leaves it in the end.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The group, left and removed when dropped.
#[derive(Debug)]
pub struct Share {
    group: PathBuf,
    parent: PathBuf,
}

/// Where the CPU controller may be mounted, with its weight's file and largest value.
const PLACES: [(&str, &str, &str); 2] = [
    ("/sys/fs/cgroup/cpu", "cpu.shares", "262144"),
    ("/sys/fs/cgroup", "cpu.weight", "10000"),
];

impl Share {
    /// Joins a new group; `None` where that is not allowed (not root, no controller).
    #[must_use]
    pub fn join() -> Option<Share> {
        let name = format!("firedrill-fidelity-{}", std::process::id());
        for (parent, file, weight) in PLACES {
            let parent = PathBuf::from(parent);
            let group = parent.join(&name);
            if fs::create_dir(&group).is_err() {
                continue;
            }
            let share = Share { group, parent };
            // The file is only there if the controller is, and enabled for children.
            let weighed = share.group.join(file);
            if weighed.exists() && fs::write(weighed, weight).is_ok() && enter(&share.group) {
                return Some(share);
            }
        }
        None
    }
}

fn enter(group: &Path) -> bool {
    fs::write(group.join("cgroup.procs"), std::process::id().to_string()).is_ok()
}

impl Drop for Share {
    fn drop(&mut self) {
        enter(&self.parent);
        // A child that has just ended may still be counted for a moment.
        for _ in 0..20 {
            if fs::remove_dir(&self.group).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}
