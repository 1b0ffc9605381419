//! A world looked at at random instants, while commands come at random times.

use crate::world::books_hold;
use firedrill::sim::World;
use firedrill::sim::spec::Command;
use firedrill::sim::time::MS;

/// Run a world with commands, each at its time in ms. At the looks, ms in any order, each a
/// bit off the whole millisecond, the books must hold, and what `check` says.
pub fn look(
    world: &mut World,
    commands: &[(u64, Command)],
    looks: &[u64],
    mut check: impl FnMut(&World),
) {
    for (at_ms, command) in commands {
        world.command_after(at_ms * MS, command.clone());
    }
    let mut looks = looks.to_vec();
    looks.sort_unstable();
    for at_ms in looks {
        world.run_until(at_ms * MS + at_ms % 997);
        books_hold(world);
        check(world);
    }
}
