//! Any value as a text.

use serde::ser::{self, Serialize};
use std::fmt;

/// The text of a value, without blanks or indented.
pub fn text<T: Serialize + ?Sized>(it: &T, indented: bool) -> String {
    let mut writer = Writer {
        out: Vec::new(),
        indented,
        depth: 0,
    };
    let Ok(()) = it.serialize(&mut writer);
    writer.finish()
}

/// The error of a writer that has none.
#[derive(Debug)]
pub enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl ser::Error for Never {
    fn custom<T: fmt::Display>(message: T) -> Never {
        panic!("a value cannot be written: {message}")
    }
}

struct Writer {
    out: Vec<u8>,
    indented: bool,
    depth: usize,
}

impl Writer {
    fn finish(self) -> String {
        String::from_utf8(self.out).expect("texts and digits only")
    }

    fn put(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// A number, in the digits of `serde_json`.
    fn number<T: Serialize>(&mut self, number: T) -> Result<(), Never> {
        serde_json::to_writer(&mut self.out, &number).expect("a vector takes every byte");
        Ok(())
    }

    fn line(&mut self) {
        if self.indented {
            self.out.push(b'\n');
            self.out.extend(std::iter::repeat_n(b' ', 2 * self.depth));
        }
    }

    fn open(&mut self, bracket: u8) -> Parts<'_> {
        self.out.push(bracket);
        self.depth += 1;
        Parts {
            writer: self,
            is_empty: true,
            close: if bracket == b'[' { b']' } else { b'}' },
            is_variant: false,
        }
    }

    /// The name of a variant, in front of what it holds.
    fn variant(&mut self, name: &str, bracket: u8) -> Parts<'_> {
        self.open(b'{').key(name);
        let mut parts = self.open(bracket);
        parts.is_variant = true;
        parts
    }

    fn string(&mut self, text: &str) {
        self.out.push(b'"');
        let mut from = 0;
        for (at, byte) in text.bytes().enumerate() {
            let short = match byte {
                b'"' | b'\\' => byte,
                8 => b'b',
                b'\t' => b't',
                b'\n' => b'n',
                12 => b'f',
                b'\r' => b'r',
                0..0x20 => b'u',
                _ => continue,
            };
            self.put(&text[from..at]);
            self.out.extend([b'\\', short]);
            if short == b'u' {
                self.put(&format!("{byte:04x}"));
            }
            from = at + 1;
        }
        self.put(&text[from..]);
        self.out.push(b'"');
    }
}

/// An array or an object under way.
struct Parts<'w> {
    writer: &'w mut Writer,
    is_empty: bool,
    close: u8,
    /// It is what a variant holds, so the variant's own object ends with it.
    is_variant: bool,
}

impl Parts<'_> {
    /// What stands in front of the next part.
    fn next(&mut self) {
        if !self.is_empty {
            self.writer.out.push(b',');
        }
        self.is_empty = false;
        self.writer.line();
    }

    fn colon(&mut self) {
        self.writer
            .put(if self.writer.indented { ": " } else { ":" });
    }

    fn key(&mut self, key: &str) {
        self.next();
        self.writer.string(key);
        self.colon();
    }

    fn close(self) -> Result<(), Never> {
        let writer = self.writer;
        writer.depth -= 1;
        if !self.is_empty {
            writer.line();
        }
        writer.out.push(self.close);
        if self.is_variant {
            writer.depth -= 1;
            writer.line();
            writer.out.push(b'}');
        }
        Ok(())
    }
}

impl<'w> ser::Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Parts<'w>;
    type SerializeTuple = Parts<'w>;
    type SerializeTupleStruct = Parts<'w>;
    type SerializeTupleVariant = Parts<'w>;
    type SerializeMap = Parts<'w>;
    type SerializeStruct = Parts<'w>;
    type SerializeStructVariant = Parts<'w>;

    fn serialize_bool(self, it: bool) -> Result<(), Never> {
        self.put(if it { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, it: i8) -> Result<(), Never> {
        self.number(i64::from(it))
    }

    fn serialize_i16(self, it: i16) -> Result<(), Never> {
        self.number(i64::from(it))
    }

    fn serialize_i32(self, it: i32) -> Result<(), Never> {
        self.number(i64::from(it))
    }

    fn serialize_i64(self, it: i64) -> Result<(), Never> {
        self.number(it)
    }

    fn serialize_u8(self, it: u8) -> Result<(), Never> {
        self.number(u64::from(it))
    }

    fn serialize_u16(self, it: u16) -> Result<(), Never> {
        self.number(u64::from(it))
    }

    fn serialize_u32(self, it: u32) -> Result<(), Never> {
        self.number(u64::from(it))
    }

    fn serialize_u64(self, it: u64) -> Result<(), Never> {
        self.number(it)
    }

    fn serialize_f32(self, it: f32) -> Result<(), Never> {
        self.number(it)
    }

    fn serialize_f64(self, it: f64) -> Result<(), Never> {
        self.number(it)
    }

    fn serialize_char(self, it: char) -> Result<(), Never> {
        self.serialize_str(it.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, it: &str) -> Result<(), Never> {
        self.string(it);
        Ok(())
    }

    fn serialize_bytes(self, it: &[u8]) -> Result<(), Never> {
        it.serialize(self)
    }

    fn serialize_none(self) -> Result<(), Never> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, it: &T) -> Result<(), Never> {
        it.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Never> {
        self.put("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Never> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &str, _: u32, variant: &'static str) -> Result<(), Never> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        it: &T,
    ) -> Result<(), Never> {
        it.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        it: &T,
    ) -> Result<(), Never> {
        let mut parts = self.open(b'{');
        parts.key(variant);
        it.serialize(&mut *parts.writer)?;
        parts.close()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'w>, Never> {
        Ok(self.open(b'['))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'w>, Never> {
        Ok(self.open(b'['))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'w>, Never> {
        Ok(self.open(b'['))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'w>, Never> {
        Ok(self.variant(variant, b'['))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'w>, Never> {
        Ok(self.open(b'{'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'w>, Never> {
        Ok(self.open(b'{'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'w>, Never> {
        Ok(self.variant(variant, b'{'))
    }
}

/// Arrays: whatever their name in Rust, the next item and the end are the same.
macro_rules! items {
    ($kind:ident, $item:ident) => {
        impl ser::$kind for Parts<'_> {
            type Ok = ();
            type Error = Never;

            fn $item<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Never> {
                self.next();
                item.serialize(&mut *self.writer)
            }

            fn end(self) -> Result<(), Never> {
                self.close()
            }
        }
    };
}

items!(SerializeSeq, serialize_element);
items!(SerializeTuple, serialize_element);
items!(SerializeTupleStruct, serialize_field);
items!(SerializeTupleVariant, serialize_field);

/// Objects whose members have names in Rust.
macro_rules! fields {
    ($kind:ident) => {
        impl ser::$kind for Parts<'_> {
            type Ok = ();
            type Error = Never;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), Never> {
                self.key(key);
                value.serialize(&mut *self.writer)
            }

            fn end(self) -> Result<(), Never> {
                self.close()
            }
        }
    };
}

fields!(SerializeStruct);
fields!(SerializeStructVariant);

impl ser::SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Never> {
        self.next();
        let from = self.writer.out.len();
        key.serialize(&mut *self.writer)?;
        // A key is a text: numbers get quotes.
        if self.writer.out.get(from) != Some(&b'"') {
            self.writer.out.insert(from, b'"');
            self.writer.out.push(b'"');
        }
        self.colon();
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Never> {
        self.close()
    }
}
