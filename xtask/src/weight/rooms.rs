//! Code by the room or crate that it was written in.

use std::collections::BTreeMap;

use super::wasm::{self, Function};
use super::{Row, Size};

/// Rooms smaller than this share, in thousandths of the code, are one line together.
const LEAST: usize = 3;

/// The rooms and crates with the size of their functions. Compressed alone, a room is somewhat
/// smaller or larger than its part of the whole.
///
/// # Errors
/// When it is no WebAssembly.
pub fn rows(bytes: &[u8]) -> Result<Vec<Row>, String> {
    let functions = wasm::functions(bytes)?;
    let all: usize = functions.iter().map(|function| function.code.len()).sum();
    let mut rooms: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for Function { name, code } in functions {
        let name = format!("{:#}", rustc_demangle::demangle(name));
        rooms
            .entry(room(&name))
            .or_default()
            .extend_from_slice(code);
    }
    let is_small = |code: &Vec<u8>| code.len() * 1000 < all * LEAST;
    let (small, large): (Vec<_>, Vec<_>) = rooms.into_iter().partition(|(_, code)| is_small(code));
    let mut rows: Vec<Row> = large
        .into_iter()
        .map(|(name, code)| (name, Size::of(&code)))
        .collect();
    let rest: Vec<u8> = small.iter().flat_map(|(_, code)| code).copied().collect();
    rows.push((format!("{} others", small.len()), Size::of(&rest)));
    Ok(rows)
}

/// The room of a function by its readable name: `sim`, `web/pages`, else the crate.
fn room(name: &str) -> String {
    // Reading and writing of documents stands in every room, made by serde's derive.
    if [
        "Deserialize",
        "Serialize",
        "serde::",
        "serde_core::",
        "firedrill::json",
    ]
    .iter()
    .any(|word| name.contains(word))
    {
        return "JSON, whatever the room".to_owned();
    }
    let path = name.trim_start_matches(['<', '&', '[', '(', '*', '!']);
    let path = path.trim_start_matches("mut ").trim_start_matches("dyn ");
    let mut parts = path.split("::").map(|part| {
        let end = part.find(|c: char| !c.is_alphanumeric() && c != '_');
        &part[..end.unwrap_or(part.len())]
    });
    match (parts.next().unwrap_or_default(), parts.next(), parts.next()) {
        ("firedrill_sim", ..) => "sim".to_owned(),
        ("firedrill", Some("web"), Some(part)) if !part.is_empty() => format!("web/{part}"),
        ("firedrill", Some(room), _) => room.to_owned(),
        ("core" | "alloc" | "std", ..) => "the standard library".to_owned(),
        ("", ..) => "without a name".to_owned(),
        (other, ..) => format!("crate {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_belong_to_rooms() {
        for (name, wanted) in [
            ("firedrill_sim::world::World::step", "sim"),
            (
                "<firedrill::web::pages::lab::Lab as yew::Component>::view",
                "web/pages",
            ),
            ("firedrill::terminal::shell::run", "terminal"),
            (
                "<&mut firedrill::chart::draw::Layer as Drop>::drop",
                "chart",
            ),
            (
                "core::ptr::drop_in_place<firedrill::app::View>",
                "the standard library",
            ),
            ("yew::scheduler::start", "crate yew"),
            (
                "<firedrill::app::_::<impl serde::Deserialize for A>>::deserialize",
                "JSON, whatever the room",
            ),
            ("", "without a name"),
        ] {
            assert_eq!(room(name), wanted, "{name}");
        }
    }
}
