//! Scores by seed as a file: a line each, so that a proof of hours can be stopped and go on.

use std::collections::BTreeMap;
use std::fmt::Write;

/// Scores of responders by seed. As text: a first line `seed,ID,ID,…`, then a line for each
/// seed with its scores, 0..=100.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Ids of the responders.
    pub ids: Vec<String>,
    /// Their scores in that order, by seed.
    pub by_seed: BTreeMap<u64, Vec<f64>>,
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// The first line that is wrong, and what is wrong with it.
    pub fn parse(text: &str) -> Result<Table, String> {
        let mut lines = text.lines().zip(1..);
        let first = lines.next().map_or("", |(line, _)| line);
        let mut ids = first.split(',').map(str::to_string);
        if ids.next().as_deref() != Some("seed") {
            return Err("line 1: a table of scores begins with seed,".into());
        }
        let mut table = Table {
            ids: ids.collect(),
            by_seed: BTreeMap::new(),
        };
        for (line, number) in lines {
            let (seed, scores) = row(line).map_err(|why| format!("line {number}: {why}"))?;
            if scores.len() != table.ids.len() {
                let (found, wanted) = (scores.len(), table.ids.len());
                return Err(format!("line {number}: {found} scores, not {wanted}"));
            }
            if table.by_seed.insert(seed, scores).is_some() {
                return Err(format!("line {number}: seed {seed} stands there twice"));
            }
        }
        Ok(table)
    }

    /// The table as text, seeds in order.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!("seed,{}\n", self.ids.join(","));
        for (seed, scores) in &self.by_seed {
            let scores: Vec<String> = scores.iter().map(f64::to_string).collect();
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{seed},{}", scores.join(","));
        }
        text
    }
}

fn row(line: &str) -> Result<(u64, Vec<f64>), String> {
    let mut cells = line.split(',');
    let seed = cells.next().unwrap_or_default();
    let seed = seed
        .parse()
        .map_err(|_| format!("“{seed}” is no seed, a whole number"))?;
    let score = |cell: &str| match cell.parse::<f64>() {
        Ok(score) if (0.0..=100.0).contains(&score) => Ok(score),
        _ => Err(format!("“{cell}” is no score from 0 to 100")),
    };
    Ok((seed, cells.map(score).collect::<Result<_, _>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let table = Table {
            ids: vec!["best".into(), "nobody".into()],
            by_seed: BTreeMap::from([(7, vec![99.9, 0.0]), (2, vec![100.0, 0.0])]),
        };
        assert_eq!(table.to_text(), "seed,best,nobody\n2,100,0\n7,99.9,0\n");
        assert_eq!(Table::parse(&table.to_text()), Ok(table));
    }

    #[test]
    fn a_wrong_line_is_named() {
        for (text, part) in [
            ("", "line 1"),
            ("best,nobody\n", "line 1"),
            ("seed,best\nx,1\n", "line 2: “x” is no seed"),
            ("seed,best\n1,NaN\n", "line 2: “NaN” is no score"),
            ("seed,best\n1,100.1\n", "line 2: “100.1” is no score"),
            ("seed,best\n1,1\n2\n", "line 3: 0 scores, not 1"),
            ("seed,best\n1,1\n1,1\n", "line 3: seed 1 stands there twice"),
        ] {
            let why = Table::parse(text).expect_err(text);
            assert!(why.contains(part), "{why}");
        }
    }
}
