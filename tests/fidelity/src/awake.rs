//! Cores that do not fall asleep.
//!
//! A core that idles between two requests takes tens of microseconds to wake, more on a
//! virtual machine, where the host has to be asked: with few clients that is most of a
//! request, and it changes from run to run. The engine's cores do not sleep. So while pgbench
//! runs, a process of the scheduler's idle class spins on each core: it runs only when
//! nobody else wants to, and is put aside at once when somebody does.

use std::process::{Child, Command, Stdio};

/// Spins as long as its parent lives: nothing is left over if that is ended before it can
/// end its spinners.
const SPIN: &str = "while kill -0 $PPID; do i=0; while [ $i -lt 99999 ]; do i=$((i+1)); done; done";

/// Spins on every core until it is dropped.
pub struct Awake {
    spinners: Vec<Child>,
}

impl Awake {
    /// Keeps this many cores awake; as many as can be started.
    #[must_use]
    pub fn keep(cores: u32) -> Awake {
        let spin = |_| {
            let mut command = Command::new("chrt");
            command.args(["--idle", "0", "sh", "-c", SPIN]);
            command.stdin(Stdio::null()).stderr(Stdio::null());
            command.spawn().ok()
        };
        Awake {
            spinners: (0..cores).filter_map(spin).collect(),
        }
    }

    /// How many cores are kept awake.
    #[must_use]
    pub fn cores(&self) -> usize {
        self.spinners.len()
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        for spinner in &mut self.spinners {
            // Already gone is as good as ended.
            let _ = spinner.kill();
            let _ = spinner.wait();
        }
    }
}
