//! The command line: usage, dispatch, exit status.

use std::process::ExitCode;

use crate::check::{self, Stage};
use crate::setup::{self, Need};
use crate::{bench, fidelity, page, prove, say, serve, weight};

const USAGE: &str = "\
The project's scripts. Each sets up what it needs and can be run again at once.

Usage: cargo xtask COMMAND

  setup                    install everything that serve and test need
  serve [--port N]         build the page and serve it at http://127.0.0.1:8080
  build                    build the page into dist/, say what it weighs, and fail above its budget
  test [STAGE [FILTER...]] run every check, or one stage: lint, native, web, build, e2e
  bench [--table] [--write] [ARG...]
                           run the benchmarks: criterion (not with --table), then one table;
                           --write puts it into docs/performance.md
  prove [--seeds N]        what test holds for a few seeds, for N (default: 100); some hours;
                           writes docs/proof.md and tests/cases/proof
  fidelity [--quick]       a real PostgreSQL beside the simulated one; writes docs/fidelity.md

  -h, --help               this text

Environment:
  FIREDRILL_TOOLS          folder for the tools (default: firedrill/tools in the user's cache)
  FIREDRILL_RELEASES       where prebuilt tools are asked for; off: build them from source
  CHROMIUM, CHROMEDRIVER   browser and driver, where they are not on the PATH";

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
enum Ask {
    Help,
    Setup,
    Serve {
        port: u16,
    },
    Build,
    Test {
        stages: Vec<Stage>,
        filter: Vec<String>,
    },
    Bench {
        args: Vec<String>,
    },
    Fidelity {
        args: Vec<String>,
    },
    Prove {
        seeds: u64,
    },
}

/// Runs what the command line asks for: 0 done, 1 failed, 2 wrong usage.
pub fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let ask = match parse(&args) {
        Ok(ask) => ask,
        Err(error) => {
            say::problem(format!("{error}\n\n{USAGE}"));
            return ExitCode::from(2);
        }
    };
    match run(ask) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say::problem(error);
            ExitCode::FAILURE
        }
    }
}

fn run(ask: Ask) -> Result<bool, String> {
    match ask {
        Ask::Help => println!("{USAGE}"),
        Ask::Setup => {
            setup::ensure(Need::Browser)?;
            say::line("everything is there");
        }
        Ask::Serve { port } => serve::serve(port)?,
        Ask::Build => {
            page::build()?;
            weight::check()?;
        }
        Ask::Test { stages, filter } => return check::run(&stages, &filter),
        Ask::Bench { args } => bench::run(&args)?,
        Ask::Fidelity { args } => fidelity::run(&args)?,
        Ask::Prove { seeds } => prove::run(seeds)?,
    }
    Ok(true)
}

fn parse(args: &[String]) -> Result<Ask, String> {
    let Some((command, rest)) = args.split_first() else {
        return Err("no command".to_owned());
    };
    let is_help = |arg: &String| arg == "-h" || arg == "--help";
    if is_help(command) || (command != "bench" && rest.first().is_some_and(is_help)) {
        return Ok(Ask::Help);
    }
    match (command.as_str(), rest) {
        ("help", []) => Ok(Ask::Help),
        ("setup", []) => Ok(Ask::Setup),
        ("serve", []) => Ok(Ask::Serve { port: serve::PORT }),
        ("serve", [flag, port]) if flag == "--port" => Ok(Ask::Serve {
            port: number(port)?,
        }),
        ("serve", [flag]) if flag.starts_with("--port=") => Ok(Ask::Serve {
            port: number(&flag["--port=".len()..])?,
        }),
        ("build", []) => Ok(Ask::Build),
        ("test", []) => Ok(Ask::Test {
            stages: Stage::ALL.to_vec(),
            filter: Vec::new(),
        }),
        ("test", [name, filter @ ..]) => Ok(Ask::Test {
            stages: vec![stage(name)?],
            filter: filter.to_vec(),
        }),
        ("bench", args) => Ok(Ask::Bench {
            args: args.to_vec(),
        }),
        ("fidelity", args) => Ok(Ask::Fidelity {
            args: args.to_vec(),
        }),
        ("prove", []) => Ok(Ask::Prove {
            seeds: prove::SEEDS,
        }),
        ("prove", [flag, seeds]) if flag == "--seeds" => match seeds.parse() {
            Ok(seeds) if seeds > 0 => Ok(Ask::Prove { seeds }),
            _ => Err(format!("seeds are a whole number from 1, not {seeds:?}")),
        },
        ("setup" | "serve" | "build" | "prove", _) => {
            Err(format!("{command} does not take: {}", rest.join(" ")))
        }
        _ => Err(format!("no command {command}")),
    }
}

fn number(port: &str) -> Result<u16, String> {
    match port.parse() {
        Ok(port) if port > 0 => Ok(port),
        _ => Err(format!("a port is a number from 1 to 65535, not {port:?}")),
    }
}

fn stage(name: &str) -> Result<Stage, String> {
    let found = Stage::ALL.into_iter().find(|stage| stage.name() == name);
    found.ok_or_else(|| format!("no stage {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(line: &str) -> Result<Ask, String> {
        let args: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        parse(&args)
    }

    #[test]
    fn understands_what_usage_says() {
        assert_eq!(ask("--help"), Ok(Ask::Help));
        assert_eq!(ask("serve"), Ok(Ask::Serve { port: 8080 }));
        assert_eq!(ask("serve --port 8081"), Ok(Ask::Serve { port: 8081 }));
        assert_eq!(ask("serve --port=8081"), Ok(Ask::Serve { port: 8081 }));
        let filter = vec!["smoke".to_owned()];
        let one = Ask::Test {
            stages: vec![Stage::E2e],
            filter,
        };
        assert_eq!(ask("test e2e smoke"), Ok(one));
        let args = vec!["--quick".to_owned()];
        assert_eq!(ask("prove"), Ok(Ask::Prove { seeds: 100 }));
        assert_eq!(ask("prove --seeds 7"), Ok(Ask::Prove { seeds: 7 }));
        assert_eq!(ask("fidelity --quick"), Ok(Ask::Fidelity { args }));
    }

    #[test]
    fn refuses_the_rest() {
        for line in [
            "",
            "sevre",
            "serve 80",
            "serve --port",
            "serve --port 0",
            "serve --port 99999",
        ] {
            assert!(ask(line).is_err(), "{line}");
        }
        for line in ["test unit", "setup --all", "build page", "prove --seeds 0"] {
            assert!(ask(line).is_err(), "{line}");
        }
    }
}
