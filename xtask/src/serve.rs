//! Builds the page and serves it on this machine's loopback.

use crate::site::Site;
use crate::{page, repo, say};

/// The port when none is asked for.
pub const PORT: u16 = 8080;

/// Serves until the process is stopped.
///
/// # Errors
/// When the port is taken, or set-up or the build fails.
pub fn serve(port: u16) -> Result<(), String> {
    // Bound before the build: a taken port is worth knowing at once.
    let site = Site::bind(&repo::dist(), port)?;
    page::build()?;
    say::heading(format!("Firedrill is at http://{}", site.address()?));
    say::line("stop it with Ctrl-C");
    site.run();
    Ok(())
}
