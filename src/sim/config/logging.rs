//! How much a Java application logs: `logging.level.*` of its properties.

use super::properties::Properties;

/// Does this logger write its DEBUG lines? The longest key that names it or a package it
/// is in decides; without one the level is INFO.
pub(super) fn writes_debug(properties: &Properties, logger: &str) -> bool {
    let mut best: Option<(usize, bool)> = None;
    for property in properties.active() {
        let Some(name) = property.key.strip_prefix("logging.level.") else {
            continue;
        };
        let length = match name {
            "root" | "ROOT" => 0,
            name if is_within(logger, name) => name.len(),
            _ => continue,
        };
        if best.is_none_or(|(known, _)| known <= length) {
            let level = property.value.trim().to_ascii_uppercase();
            best = Some((length, matches!(level.as_str(), "DEBUG" | "TRACE" | "ALL")));
        }
    }
    best.is_some_and(|(_, debug)| debug)
}

fn is_within(logger: &str, package: &str) -> bool {
    let rest = logger.strip_prefix(package);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn debug(text: &str) -> bool {
        let properties = Properties::parse("/etc/app.properties", text).expect("good text");
        writes_debug(&properties, "com.zaxxer.hikari.pool.HikariPool")
    }

    #[test]
    fn the_longest_name_decides() {
        assert!(!debug(""));
        assert!(debug("logging.level.com.zaxxer.hikari=DEBUG\n"));
        assert!(debug(
            "logging.level.root=warn\nlogging.level.com.zaxxer=trace\n"
        ));
        assert!(!debug(
            "logging.level.com.zaxxer.hikari=info\nlogging.level.root=debug\n"
        ));
        assert!(!debug("logging.level.com.zaxxer.hik=DEBUG\n"));
    }
}
