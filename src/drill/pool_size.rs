//! Edits a pool's size in a properties file, leaving all other lines as they are.

/// The text with `maximumPoolSize` set to `size`; every line that sets it is replaced,
/// in camel or kebab case, else a line is added.
#[must_use]
pub fn set(text: &str, prefix: &str, size: u32) -> String {
    let mut found = false;
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let key = line
            .trim_start()
            .split(['=', ':', ' '])
            .next()
            .unwrap_or("");
        let name = key.strip_prefix(prefix).unwrap_or("").replace('-', "");
        if name.eq_ignore_ascii_case("maximumPoolSize") {
            found = true;
            lines.push(format!("{key}={size}"));
        } else {
            lines.push(line.to_string());
        }
    }
    if !found {
        lines.push(format!("{prefix}maximumPoolSize={size}"));
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_size_changes() {
        let text = "# pool\na.maximum-pool-size = 20\na.minimumIdle=2\n";
        assert_eq!(
            set(text, "a.", 40),
            "# pool\na.maximum-pool-size=40\na.minimumIdle=2\n"
        );
        assert_eq!(set("x=1\n", "a.", 7), "x=1\na.maximumPoolSize=7\n");
    }
}
