//! Types off a tree, with the path and the place of what does not fit.

use super::tree::{Kind, Member, Node};
use serde::de::value::StrDeserializer;
use serde::de::{self, Deserialize, DeserializeSeed, Expected, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use std::fmt;
use std::slice;

/// What is wrong with a text or a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, without the place.
    pub message: String,
    /// JSON path without `$`, e.g. `.journal.entries[0].action`; empty for the whole.
    pub path: String,
    /// Line from 1; 0 where there is no text.
    pub line: usize,
    /// How many bytes of the line were read; 0 where there is no text.
    pub column: usize,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match (self.line, self.column) {
            (0, _) => Ok(()),
            (line, column) => write!(f, " at line {line} column {column}"),
        }
    }
}

impl Fault {
    /// What `serde_json` says of a text that is no JSON.
    pub(super) fn syntax(error: &serde_json::Error) -> Fault {
        let (line, column) = (error.line(), error.column());
        let message = error.to_string();
        let place = format!(" at line {line} column {column}");
        Fault {
            message: message.strip_suffix(&place).unwrap_or(&message).to_string(),
            path: String::new(),
            line,
            column,
        }
    }

    /// Something that is wrong with the whole.
    pub(super) fn whole(message: &str) -> Fault {
        Fault {
            message: message.to_string(),
            path: String::new(),
            line: 0,
            column: 0,
        }
    }
}

/// What does not fit, on its way out of the tree.
#[derive(Debug)]
pub struct Error(Box<Inside>);

#[derive(Debug)]
struct Inside {
    message: String,
    /// Steps of the path, the last one first.
    steps: Vec<Step>,
    /// Byte offset behind it.
    end: Option<usize>,
}

#[derive(Debug)]
enum Step {
    Key(String),
    Index(usize),
}

impl Error {
    #[cold]
    #[inline(never)]
    fn new(message: String) -> Error {
        Error(Box::new(Inside {
            message,
            steps: Vec::new(),
            end: None,
        }))
    }

    #[cold]
    #[inline(never)]
    fn ends(mut self, end: usize) -> Error {
        self.0.end.get_or_insert(end);
        self
    }

    #[cold]
    #[inline(never)]
    fn under_key(mut self, key: &str, end: usize) -> Error {
        self.0.steps.push(Step::Key(key.to_string()));
        self.ends(end)
    }

    #[cold]
    #[inline(never)]
    fn under_index(mut self, index: usize, end: usize) -> Error {
        self.0.steps.push(Step::Index(index));
        self.ends(end)
    }

    /// The same with its path written out and its place in the text.
    #[cold]
    pub fn fault(self, text: Option<&str>, end: usize) -> Fault {
        let mut path = String::new();
        for step in self.0.steps.iter().rev() {
            match step {
                Step::Key(key) => {
                    path.push('.');
                    path.push_str(key);
                }
                Step::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        let read = text.map(|text| &text.as_bytes()[..self.0.end.unwrap_or(end)]);
        let line = |read: &[u8]| read.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let column = |read: &[u8]| read.iter().rev().take_while(|&&byte| byte != b'\n').count();
        Fault {
            message: self.0.message,
            path,
            line: read.map_or(0, line),
            column: read.map_or(0, column),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Error {
        Error::new(message.to_string())
    }

    /// As `serde_json` says it: nothing is null.
    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Error {
        Error::new(match found {
            Unexpected::Unit => format!("invalid type: null, expected {expected}"),
            Unexpected::Float(it) => {
                let it = serde_json::Value::from(it);
                format!("invalid type: floating point `{it}`, expected {expected}")
            }
            _ => format!("invalid type: {found}, expected {expected}"),
        })
    }
}

/// Reads one value of a tree.
#[derive(Clone, Copy)]
pub struct Reader<'t> {
    node: &'t Node<'t>,
}

impl<'t> Reader<'t> {
    /// A reader of this value.
    pub fn new(node: &'t Node<'t>) -> Reader<'t> {
        Reader { node }
    }

    /// That this value is of another type than expected.
    #[cold]
    #[inline(never)]
    fn unfit(self, expected: &dyn Expected) -> Error {
        let found = match &self.node.kind {
            Kind::Null => Unexpected::Unit,
            Kind::Bool(it) => Unexpected::Bool(*it),
            Kind::Whole(it) => Unexpected::Unsigned(*it),
            Kind::Negative(it) => Unexpected::Signed(*it),
            Kind::Float(it) => Unexpected::Float(*it),
            Kind::Text(it) => Unexpected::Str(it),
            Kind::Array(_) => Unexpected::Seq,
            Kind::Object(_) => Unexpected::Map,
        };
        de::Error::invalid_type(found, expected)
    }

    fn number<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.kind {
            Kind::Whole(it) => visitor.visit_u64(it),
            Kind::Negative(it) => visitor.visit_i64(it),
            Kind::Float(it) => visitor.visit_f64(it),
            _ => Err(self.unfit(&visitor)),
        }
    }

    fn text<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.kind {
            Kind::Text(it) => visitor.visit_str(it),
            _ => Err(self.unfit(&visitor)),
        }
    }

    fn array<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        let Kind::Array(items) = &self.node.kind else {
            return Err(self.unfit(&visitor));
        };
        let mut rest = Items {
            items: items.iter(),
            index: 0,
        };
        let value = visitor.visit_seq(&mut rest)?;
        rest.ended(items.len())?;
        Ok(value)
    }

    fn object<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.kind {
            Kind::Object(members) => visitor.visit_map(Members {
                members: members.iter(),
                last: None,
            }),
            _ => Err(self.unfit(&visitor)),
        }
    }

    /// The variant that this value names, and what it holds.
    fn variant(self) -> Result<Variant<'t>, Error> {
        match &self.node.kind {
            Kind::Text(name) => Ok(Variant {
                name,
                name_end: self.node.end,
                held: None,
            }),
            Kind::Object(members) => match members.as_slice() {
                [only] => Ok(Variant {
                    name: &only.key,
                    name_end: only.key_end,
                    held: Some(&only.value),
                }),
                _ => {
                    let expected = &"map with a single key";
                    Err(de::Error::invalid_value(Unexpected::Map, expected))
                }
            },
            _ => Err(self.unfit(&"string or map")),
        }
    }
}

/// Methods that all do the same.
macro_rules! same {
    ($to:ident: $($name:ident)*) => {$(
        fn $name<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
            self.$to(visitor)
        }
    )*};
}

impl<'t> de::Deserializer<'t> for Reader<'t> {
    type Error = Error;

    same!(number: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64);
    same!(text: deserialize_char deserialize_str deserialize_string deserialize_identifier
        deserialize_bytes deserialize_byte_buf);
    same!(array: deserialize_seq);
    same!(object: deserialize_map);

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.kind {
            Kind::Null => visitor.visit_unit(),
            Kind::Bool(it) => visitor.visit_bool(*it),
            Kind::Text(_) => self.text(visitor),
            Kind::Array(_) => self.array(visitor),
            Kind::Object(_) => self.object(visitor),
            _ => self.number(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.kind {
            Kind::Bool(it) => visitor.visit_bool(it),
            _ => Err(self.unfit(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.kind {
            Kind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.kind {
            Kind::Null => visitor.visit_unit(),
            _ => Err(self.unfit(&visitor)),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'t>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.array(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.array(visitor)
    }

    fn deserialize_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.object(visitor)
    }

    fn deserialize_enum<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(self.variant()?)
    }

    fn deserialize_ignored_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}

/// The items of an array that are still to be read.
struct Items<'t> {
    items: slice::Iter<'t, Node<'t>>,
    index: usize,
}

impl Items<'_> {
    /// That none is left of an array of this length.
    fn ended(&self, length: usize) -> Result<(), Error> {
        match self.items.len() {
            0 => Ok(()),
            _ => Err(de::Error::invalid_length(
                length,
                &"fewer elements in array",
            )),
        }
    }
}

impl<'t> de::SeqAccess<'t> for Items<'t> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'t>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(node) = self.items.next() else {
            return Ok(None);
        };
        self.index += 1;
        match seed.deserialize(Reader { node }) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(error.under_index(self.index - 1, node.end)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The members of an object that are still to be read.
struct Members<'t> {
    members: slice::Iter<'t, Member<'t>>,
    last: Option<&'t Member<'t>>,
}

impl<'t> de::MapAccess<'t> for Members<'t> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'t>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(member) = self.members.next() else {
            return Ok(None);
        };
        self.last = Some(member);
        match seed.deserialize(Key { key: &member.key }) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(error.under_key(&member.key, member.key_end)),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'t>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let member = self.last.take().expect("a key comes before its value");
        let node = &member.value;
        match seed.deserialize(Reader { node }) {
            Ok(value) => Ok(value),
            Err(error) => Err(error.under_key(&member.key, node.end)),
        }
    }
}

/// A key: a text, or a number in one.
struct Key<'t> {
    key: &'t str,
}

/// Keys that are numbers.
macro_rules! numbers {
    ($($name:ident $visit:ident $type:ty,)*) => {$(
        fn $name<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.key.parse::<$type>() {
                Ok(number) => visitor.$visit(number),
                Err(_) => visitor.visit_str(self.key),
            }
        }
    )*};
}

impl<'t> de::Deserializer<'t> for Key<'t> {
    type Error = Error;

    numbers! {
        deserialize_u8 visit_u64 u64,
        deserialize_u16 visit_u64 u64,
        deserialize_u32 visit_u64 u64,
        deserialize_u64 visit_u64 u64,
        deserialize_i8 visit_i64 i64,
        deserialize_i16 visit_i64 i64,
        deserialize_i32 visit_i64 i64,
        deserialize_i64 visit_i64 i64,
    }

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.key)
    }

    fn deserialize_newtype_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(Variant {
            name: self.key,
            name_end: 0,
            held: None,
        })
    }

    forward_to_deserialize_any! {
        <W: Visitor<'t>>
        bool f32 f64 char str string bytes byte_buf option unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

/// A variant of an enum and what it holds.
struct Variant<'t> {
    name: &'t str,
    name_end: usize,
    held: Option<&'t Node<'t>>,
}

impl<'t> Variant<'t> {
    /// What it holds, as one of this kind.
    fn held(&self, kind: &str) -> Result<Reader<'t>, Error> {
        match self.held {
            Some(node) => Ok(Reader { node }),
            None => Err(de::Error::invalid_type(Unexpected::UnitVariant, &kind)),
        }
    }

    /// The error of what it holds.
    #[cold]
    fn inside(&self, error: Error) -> Error {
        let end = self.held.map_or(self.name_end, |node| node.end);
        error.under_key(self.name, end)
    }
}

impl<'t> de::EnumAccess<'t> for Variant<'t> {
    type Error = Error;
    type Variant = Variant<'t>;

    fn variant_seed<V: DeserializeSeed<'t>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Variant<'t>), Error> {
        match seed.deserialize(StrDeserializer::new(self.name)) {
            Ok(value) => Ok((value, self)),
            Err(error) => Err(Error::ends(error, self.name_end)),
        }
    }
}

impl<'t> de::VariantAccess<'t> for Variant<'t> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.held {
            None => Ok(()),
            Some(node) => <()>::deserialize(Reader { node }).map_err(|error| self.inside(error)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'t>>(self, seed: T) -> Result<T::Value, Error> {
        let held = self.held("newtype variant");
        held.and_then(|held| seed.deserialize(held))
            .map_err(|error| self.inside(error))
    }

    fn tuple_variant<V: Visitor<'t>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        let held = self.held("tuple variant");
        held.and_then(|held| held.array(visitor))
            .map_err(|error| self.inside(error))
    }

    fn struct_variant<V: Visitor<'t>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let held = self.held("struct variant");
        held.and_then(|held| held.object(visitor))
            .map_err(|error| self.inside(error))
    }
}
