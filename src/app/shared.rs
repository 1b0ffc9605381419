//! A value that many hold and whose change is seen by its address.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

/// Shared and compared by pointer, so that components whose part has not changed stay as they are.
pub struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    /// Shares a value.
    pub fn new(value: T) -> Self {
        Self(Rc::new(value))
    }

    /// Takes the pointer of an older value if that is equal.
    pub fn keep(&mut self, older: Self)
    where
        T: PartialEq,
    {
        if *self.0 == *older.0 {
            *self = older;
        }
    }

    /// Puts a new value in place only if it differs; says whether it did.
    pub fn update(&mut self, value: T) -> bool
    where
        T: PartialEq,
    {
        let differs = *self.0 != value;
        if differs {
            self.0 = Rc::new(value);
        }
        differs
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Default> Default for Shared<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for Shared<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Shared<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::deserialize(from).map(Self::new)
    }
}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_equal_value_keeps_the_pointer() {
        let mut a = Shared::new(vec![1, 2]);
        let b = a.clone();
        assert!(!a.update(vec![1, 2]));
        assert!(a == b);
        assert!(a.update(vec![1]));
        assert!(a != b);
        assert_eq!(*b, [1, 2]);
    }
}
