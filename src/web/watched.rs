//! A value that is watched: whoever shows it is told when it changes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::thread::LocalKey;
use yew::prelude::*;

type Watchers<T> = Rc<RefCell<Vec<(u64, Callback<T>)>>>;

/// A value and who is told of changes.
pub struct Watched<T> {
    value: RefCell<T>,
    watchers: Watchers<T>,
    next: Cell<u64>,
}

impl<T: Clone + PartialEq + 'static> Watched<T> {
    /// A value that nobody watches yet.
    #[must_use]
    pub fn new(value: T) -> Self {
        Watched {
            value: RefCell::new(value),
            watchers: Rc::default(),
            next: Cell::new(0),
        }
    }

    /// The value now.
    #[must_use]
    pub fn get(&self) -> T {
        self.value.borrow().clone()
    }

    /// Sets the value and tells of it if it is another one; says whether it is.
    pub fn set(&self, value: T) -> bool {
        if *self.value.borrow() == value {
            return false;
        }
        self.value.replace(value.clone());
        // Who is told may stop watching, or begin to.
        let watchers = self.watchers.borrow().clone();
        watchers
            .iter()
            .for_each(|(_, watcher)| watcher.emit(value.clone()));
        true
    }

    /// Changes the value and tells of it, as [`Watched::set`].
    pub fn change(&self, change: impl FnOnce(&mut T)) {
        let mut value = self.get();
        change(&mut value);
        self.set(value);
    }

    /// Tells of changes until the returned guard is called.
    pub fn watch(&self, watcher: Callback<T>) -> impl FnOnce() + use<T> {
        let id = self.next.replace(self.next.get() + 1);
        self.watchers.borrow_mut().push((id, watcher));
        let watchers = Rc::clone(&self.watchers);
        move || watchers.borrow_mut().retain(|(other, _)| *other != id)
    }
}

/// The value now; wakes the component when it changes.
#[hook]
pub fn use_watched<T: Clone + PartialEq + 'static>(value: &'static LocalKey<Watched<T>>) -> T {
    let seen = use_state(|| value.with(Watched::get));
    let setter = seen.setter();
    use_effect_with((), move |()| {
        // It may have changed while the page was drawn for the first time.
        setter.set(value.with(Watched::get));
        value.with(|value| value.watch(Callback::from(move |now| setter.set(now))))
    });
    (*seen).clone()
}
