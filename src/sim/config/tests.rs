//! Rule by rule, and any text at all; what a user meets is in `tests/it/config.rs`.

mod pools;
mod random;
mod store;
mod values;
mod words;
