//! The map in words: for those who cannot see it, and for a glance.

use super::{Edge, Health, Node, ServiceMap};

/// A part in a sentence, e.g. `web, service: failing, 88 % of requests fail`.
#[must_use]
pub fn of_node(node: &Node) -> String {
    let why = match node.why.as_str() {
        "" => String::new(),
        why => format!(", {why}"),
    };
    format!("{}, {}: {}{why}", node.name, node.kind.word(), node.state)
}

/// A flow in a few words, e.g. `1.84 k/s · 88 % fail · p95 2.1 s`.
#[must_use]
pub fn of_edge(edge: &Edge) -> String {
    let parts = [&edge.rate, &edge.errors, &edge.latency];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.cloned().collect::<Vec<_>>().join(" · ")
}

/// The map in a sentence: what is worst first, then how much is well.
#[must_use]
pub fn summary(map: &ServiceMap) -> String {
    let judged = map.nodes.iter().filter(|node| node.health.is_some());
    let mut bad: Vec<&Node> = judged
        .clone()
        .filter(|node| node.health > Some(Health::Healthy))
        .collect();
    bad.sort_by_key(|node| std::cmp::Reverse(node.health));
    let well = judged
        .filter(|node| node.health == Some(Health::Healthy))
        .count();
    let mut told: Vec<String> = Vec::new();
    for health in [Health::Down, Health::Failing, Health::Degraded] {
        let names: Vec<&str> = bad
            .iter()
            .filter(|node| node.health == Some(health))
            .map(|node| node.name.as_str())
            .collect();
        if !names.is_empty() {
            told.push(format!("{}: {}", capital(health.word()), list(&names)));
        }
    }
    match (told.is_empty(), well) {
        (true, 0) => "No data yet.".to_string(),
        (true, _) => "All parts are healthy.".to_string(),
        (false, 0) => format!("{}.", told.join(". ")),
        (false, well) => format!("{}. Healthy: {well}.", told.join(". ")),
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}

/// At most four names, and how many more.
fn list(names: &[&str]) -> String {
    if names.len() <= 4 {
        return names.join(", ");
    }
    format!("{} and {} more", names[..3].join(", "), names.len() - 3)
}

/// A text cut to a width, px, at a size of type, px: drawn text does not cut itself. Counts
/// an average letter as 0.56 of the size.
#[must_use]
pub fn fit(text: &str, width: f64, size: f64) -> String {
    let room = (width / (size * 0.56)).floor();
    let chars = text.chars().count();
    if room >= chars as f64 {
        return text.to_string();
    }
    if room < 2.0 {
        return String::new();
    }
    let kept: String = text.chars().take(room as usize - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn a_text_is_cut_to_its_room() {
        assert_eq!(fit("catalog", 100.0, 12.0), "catalog");
        assert_eq!(fit("catalog of all", 60.0, 12.0), "catalog…");
        assert_eq!(fit("catalog", 9.0, 12.0), "");
        for width in 0..120 {
            let cut = fit("été à la plage", f64::from(width), 12.0);
            assert!(cut.chars().count() as f64 * 12.0 * 0.56 <= f64::from(width));
        }
    }
}
