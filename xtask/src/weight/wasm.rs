//! As much of the WebAssembly format as it takes to tell where its bytes are.

use super::{Row, Size};

/// Numbers of sections, by the specification.
const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const CODE: u8 = 10;
/// Parts of the name section: names of functions.
const FUNCTION_NAMES: u8 = 1;
/// Kinds of imports.
const IMPORTED_FUNCTION: u8 = 0;

/// Names of the known sections by number.
const NAMES: [&str; 14] = [
    "custom",
    "types",
    "imports",
    "functions",
    "tables",
    "memory",
    "globals",
    "exports",
    "start",
    "elements",
    "code",
    "data",
    "data count",
    "tags",
];

/// One section: number, name (of a custom one), content.
struct Section<'b> {
    number: u8,
    name: String,
    content: &'b [u8],
}

/// The sections with their sizes.
///
/// # Errors
/// When it is no WebAssembly.
pub fn sections(bytes: &[u8]) -> Result<Vec<Row>, String> {
    let all = split(bytes)?;
    let size = |section: &Section| (section.name.clone(), Size::of(section.content));
    Ok(all.iter().map(size).collect())
}

/// A function that is not imported: its mangled name, empty where there is none, and its code.
pub struct Function<'b> {
    pub name: &'b str,
    pub code: &'b [u8],
}

/// The functions of a module with the names that its name section gives them.
///
/// # Errors
/// When it is no WebAssembly.
pub fn functions(bytes: &[u8]) -> Result<Vec<Function<'_>>, String> {
    let sections = split(bytes)?;
    let mut imported = 0;
    let mut functions = Vec::new();
    for section in &sections {
        let mut reader = Reader(section.content);
        match section.number {
            IMPORT => imported = reader.imported_functions()?,
            CODE => {
                for _ in 0..reader.number()? {
                    let length = reader.number()?;
                    let code = reader.take(length)?;
                    functions.push(Function { name: "", code });
                }
            }
            _ => {}
        }
    }
    let names = sections.iter().find(|section| section.name == "name");
    let mut reader = Reader(names.map_or(&[], |section| section.content));
    while !reader.0.is_empty() {
        let kind = reader.byte()?;
        let length = reader.number()?;
        let mut part = Reader(reader.take(length)?);
        if kind != FUNCTION_NAMES {
            continue;
        }
        for _ in 0..part.number()? {
            let index = part.number()?;
            let name = part.text()?;
            let own = index.checked_sub(imported);
            if let Some(function) = own.and_then(|own| functions.get_mut(own)) {
                function.name = name;
            }
        }
    }
    Ok(functions)
}

fn split(bytes: &[u8]) -> Result<Vec<Section<'_>>, String> {
    let rest = bytes
        .strip_prefix(b"\0asm\x01\0\0\0")
        .ok_or("no WebAssembly")?;
    let mut reader = Reader(rest);
    let mut sections = Vec::new();
    while !reader.0.is_empty() {
        let number = reader.byte()?;
        let length = reader.number()?;
        let mut content = Reader(reader.take(length)?);
        let name = match number {
            CUSTOM => content.text()?.to_owned(),
            _ => (*NAMES.get(usize::from(number)).unwrap_or(&"unknown")).to_owned(),
        };
        sections.push(Section {
            number,
            name,
            content: content.0,
        });
    }
    Ok(sections)
}

/// What is left to read.
struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn byte(&mut self) -> Result<u8, String> {
        Ok(self.take(1)?[0])
    }

    fn take(&mut self, length: usize) -> Result<&'b [u8], String> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or("cut short")?;
        self.0 = rest;
        Ok(taken)
    }

    /// A number in groups of seven bits, the lowest first.
    fn number(&mut self) -> Result<usize, String> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err("a number is too long".to_owned())
    }

    fn text(&mut self) -> Result<&'b str, String> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).map_err(|error| error.to_string())
    }

    /// How many functions a section of imports names.
    fn imported_functions(&mut self) -> Result<usize, String> {
        let mut count = 0;
        for _ in 0..self.number()? {
            self.text()?;
            self.text()?;
            let kind = self.byte()?;
            count += usize::from(kind == IMPORTED_FUNCTION);
            // A type, or the type of an element or a value before its limits or mutability.
            match kind {
                IMPORTED_FUNCTION => drop(self.number()?),
                1 => {
                    self.byte()?;
                    self.limits()?;
                }
                2 => self.limits()?,
                3 => drop(self.take(2)?),
                _ => return Err(format!("an import of the kind {kind}")),
            }
        }
        Ok(count)
    }

    fn limits(&mut self) -> Result<(), String> {
        let has_most = self.byte()? & 1 == 1;
        self.number()?;
        if has_most {
            self.number()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One imported function and two of its own, of which the second has a name.
    const MODULE: &[u8] = b"\0asm\x01\0\0\0\
        \x02\x07\x01\x01a\x01b\0\0\
        \x0a\x08\x02\x02\0\x0b\x03\0\x01\x0b\
        \0\x0d\x04name\x01\x06\x01\x02\x03two";

    #[test]
    fn names_belong_to_their_functions() {
        let functions = functions(MODULE).expect("a module");
        let found: Vec<(&str, usize)> = functions.iter().map(|f| (f.name, f.code.len())).collect();
        assert_eq!(found, [("", 2), ("two", 3)]);
        let sections = sections(MODULE).expect("a module");
        let names: Vec<&str> = sections.iter().map(|row| row.0.as_str()).collect();
        assert_eq!(names, ["imports", "code", "name"]);
    }

    #[test]
    fn what_is_cut_short_is_told() {
        for end in [0, 4, 9, 12, MODULE.len() - 1] {
            assert!(functions(&MODULE[..end]).is_err(), "{end}");
        }
    }
}
