//! What HikariCP takes while it runs: the setters of `HikariConfigMXBean`.
//!
//! They look at one value each; what `validateNumerics` puts right at the start is not
//! looked at again.

use super::hikari::{HikariConfig, TIMEOUT_MS_MIN, uniform};

/// HikariCP's words for a setting that cannot change any more (`checkIfSealed`).
const SEALED: &str = "The configuration of the pool is sealed once started. Use \
                      HikariConfigMXBean for runtime changes.";

impl HikariConfig {
    /// Change a setting of a running pool. `connectionTimeout`, `validationTimeout` and
    /// `leakDetectionThreshold` are in force when the housekeeper next comes by, the others
    /// at once; connections that are open keep their lifetime.
    ///
    /// # Errors
    /// In HikariCP's words: a value that the setter refuses, or a setting that needs a
    /// restart of the instance. Nothing has changed then.
    pub fn set_running(&mut self, key: &str, value: &str) -> Result<(), String> {
        let number = || {
            let value = value.trim();
            let parsed = value.parse::<i64>();
            parsed.map_err(|_| format!("{key}: \"{value}\" is not a whole number"))
        };
        let time = |least: i64, name: &str| {
            let ms = number()?;
            if ms < least {
                return Err(match least {
                    0 => format!("{name} cannot be negative"),
                    _ => format!("{name} cannot be less than {least}ms"),
                });
            }
            Ok(ms.unsigned_abs())
        };
        let count = |least: i64, refusal: &str| {
            let count = number()?;
            let fits = u32::try_from(count).ok().filter(|_| count >= least);
            fits.ok_or_else(|| refusal.to_string())
        };
        match uniform(key).as_str() {
            "connectiontimeout" if number()? == 0 => {
                self.connection_timeout_ms = i32::MAX.unsigned_abs().into();
            }
            "connectiontimeout" => {
                self.connection_timeout_ms = time(TIMEOUT_MS_MIN, "connectionTimeout")?;
            }
            "validationtimeout" => {
                self.validation_timeout_ms = time(TIMEOUT_MS_MIN, "validationTimeout")?;
            }
            "idletimeout" => self.idle_timeout_ms = time(0, "idleTimeout")?,
            "maxlifetime" => self.max_lifetime_ms = time(0, "maxLifetime")?,
            "leakdetectionthreshold" => {
                self.leak_detection_threshold_ms = time(0, "leakDetectionThreshold")?;
            }
            "minimumidle" => self.minimum_idle = count(0, "minimumIdle cannot be negative")?,
            "maximumpoolsize" => {
                self.maximum_pool_size = count(1, "maxPoolSize cannot be less than 1")?;
            }
            // Passwords and roles are not modelled: the new ones are as good as the old.
            "credentials" | "username" | "password" => {}
            _ => {
                return Err(format!(
                    "{key}: {SEALED} Write it to the file and restart the instances."
                ));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beans_settings_change_and_no_others() {
        let mut config = HikariConfig::default();
        for (key, value) in [
            ("connectionTimeout", "1000"),
            ("validation-timeout", "250"),
            ("idleTimeout", "0"),
            ("maxLifetime", "60000"),
            ("leakDetectionThreshold", "2000"),
            ("minimumIdle", "3"),
            ("maximumPoolSize", " 40 "),
        ] {
            assert_eq!(config.set_running(key, value), Ok(()), "{key}");
        }
        assert_eq!(config.connection_timeout_ms, 1000);
        assert_eq!((config.minimum_idle, config.maximum_pool_size), (3, 40));
        let before = config.clone();
        for (key, value, said) in [
            (
                "connectionTimeout",
                "249",
                "connectionTimeout cannot be less than 250ms",
            ),
            ("idleTimeout", "-1", "idleTimeout cannot be negative"),
            ("maximumPoolSize", "0", "maxPoolSize cannot be less than 1"),
            ("minimumIdle", "-1", "minimumIdle cannot be negative"),
            (
                "maximumPoolSize",
                "9999999999",
                "maxPoolSize cannot be less than 1",
            ),
            (
                "minimumIdle",
                "many",
                "minimumIdle: \"many\" is not a whole number",
            ),
            (
                "keepaliveTime",
                "30000",
                "keepaliveTime: The configuration of the pool is sealed",
            ),
            (
                "poolName",
                "x",
                "poolName: The configuration of the pool is sealed once started.",
            ),
        ] {
            let refusal = config.set_running(key, value).expect_err(key);
            assert!(refusal.starts_with(said), "{refusal}");
        }
        assert_eq!(config, before);
    }
}
