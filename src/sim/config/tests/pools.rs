//! Java properties and what a pool makes of them.

use super::super::hikari::HikariConfig;
use super::super::properties::Properties;

#[test]
fn properties_as_java_reads_them() {
    for (text, expected) in [
        (" k  : = v ", "k|= v "),
        (":=y", "|=y"),
        ("a\\:b=c\\ d\\q", "a:b|c dq"),
        ("a=b\\\n#c\nd", "a|b#c;d|"),
        ("a\\\n   b=c", "ab|c"),
        ("a=1\\\n\n b=2", "a|1;b|2"),
        ("# c\\\nd=1", "d|1"),
        ("a=b\\\r\n  \\\r\n c", "a|bc"),
        ("\ra=1\r\rb", "a|1;b|"),
        ("k=\\u00e9\\ud83d\\ude00", "k|é😀"),
        ("\\\n", "|"),
        ("\\\r\n", ""),
        ("\\", "|"),
    ] {
        let read = Properties::parse("/p", text).expect("no mistakes");
        let shown: Vec<String> = read
            .entries
            .iter()
            .map(|e| format!("{}|{}", e.key, e.value))
            .collect();
        assert_eq!(shown.join(";"), expected, "{text:?}");
    }
    let errors =
        Properties::parse("/p", "a=1\nb=x\\\n  \\u00g0\nc=\\u12").expect_err("two mistakes");
    let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
    let text = "Malformed \\uxxxx encoding.";
    assert_eq!(shown, [format!("/p:3: {text}"), format!("/p:4: {text}")]);
}

#[test]
fn what_hikari_says() {
    let pool = |text: &str| {
        HikariConfig::from_properties(&Properties::parse("/p", text).expect("readable"), "")
    };
    let warnings = |text: &str| -> Vec<String> {
        let warnings = pool(text).expect("accepted").warnings;
        warnings.into_iter().map(|w| w.message).collect()
    };
    let errors = |text: &str| -> Vec<String> {
        pool(text)
            .expect_err("refused")
            .into_iter()
            .map(|e| e.message)
            .collect()
    };
    assert_eq!(
        errors("connectionTimeout=249\nmaximumPoolSize=0\nminimum-idle=-1\nidle_timeout=-1"),
        [
            "connectionTimeout cannot be less than 250ms",
            "maxPoolSize cannot be less than 1",
            "minimumIdle cannot be negative",
            "idleTimeout cannot be negative"
        ]
    );
    assert_eq!(
        errors("max-lifetime=30s"),
        ["Failed to bind properties under 'max-lifetime' to long: For input string: \"30s\""]
    );
    assert_eq!(
        warnings("maxLifetime=29999"),
        ["HikariPool-1 - maxLifetime is less than 30000ms, setting to default 1800000ms."]
    );
    assert_eq!(
        warnings("poolName=p\nmaxLifetime=60000\nminimumIdle=2"),
        ["p - idleTimeout is close to or more than maxLifetime, disabling it."]
    );
    assert_eq!(
        warnings("minimumIdle=2\nidleTimeout=9999\nkeepaliveTime=10\nleakDetectionThreshold=1"),
        [
            "HikariPool-1 - keepaliveTime is less than 30000ms, disabling it.",
            "HikariPool-1 - leakDetectionThreshold is less than 2000ms or more than maxLifetime, \
             disabling it.",
            "HikariPool-1 - idleTimeout is less than 10000ms, setting to default 600000ms."
        ]
    );
    assert_eq!(
        warnings("maxPoolSize=9"),
        ["property maxPoolSize is not one of HikariCP's, \
                                            ignoring it."]
    );
    let defaults = HikariConfig::default();
    assert_eq!(
        (defaults.maximum_pool_size, defaults.minimum_idle),
        (10, 10)
    );
    assert_eq!(
        (defaults.connection_timeout_ms, defaults.max_lifetime_ms),
        (30_000, 1_800_000)
    );
    assert_eq!(defaults.warnings, []);
    let none = pool("connectionTimeout=0\nmaximumPoolSize=5\nminimumIdle=9").expect("accepted");
    assert_eq!(
        (none.connection_timeout_ms, none.minimum_idle),
        (2_147_483_647, 5)
    );
}
