//! What is being written about the run: kept at each key, told when it is too long.

use crate::debrief::document::Debrief;
use crate::debrief::notes::{Edit, Notes};
use crate::web::storage;
use std::rc::Rc;
use yew::prelude::*;

/// The notes and the way to change them.
#[derive(Clone, PartialEq)]
pub struct Written {
    /// As they are kept.
    pub notes: Rc<Notes>,
    /// Changes and keeps them.
    pub edit: Callback<Edit>,
    /// Why the last change was not taken; empty when it was.
    pub refused: AttrValue,
}

/// The notes on the run of a debrief.
#[hook]
pub fn use_written(debrief: &Rc<Debrief>) -> Written {
    let first = {
        let debrief = debrief.clone();
        move || Rc::new(storage::notes(&debrief))
    };
    let notes = use_mut_ref(first);
    let refused = use_state(AttrValue::default);
    let drawn = use_force_update();
    // The review may still be completed while somebody writes: lines are prefilled from the
    // newest.
    let newest = use_mut_ref(|| debrief.clone());
    *newest.borrow_mut() = debrief.clone();
    let edit = {
        let (notes, refused, newest) = (notes.clone(), refused.clone(), newest.clone());
        // One callback for all time: it reads what is newest, and keeps it.
        use_callback((), move |edit: Edit, ()| {
            let before = notes.borrow().clone();
            let debrief = newest.borrow().clone();
            match before.edited(edit, &debrief.review) {
                Ok(mut after) => {
                    after.saved_unix_s = storage::now_unix_s();
                    storage::save_notes(&after);
                    *notes.borrow_mut() = Rc::new(after);
                    refused.set(AttrValue::default());
                }
                Err(wrong) => {
                    let told = format!("Not kept: the text {}.", wrong.reason);
                    refused.set(told.into());
                }
            }
            drawn.force_update();
        })
    };
    let notes = notes.borrow().clone();
    Written {
        notes,
        edit,
        refused: (*refused).clone(),
    }
}

/// Properties of a section in which something is written.
#[derive(Properties, PartialEq)]
pub struct WrittenProps {
    /// What it is about.
    pub debrief: Rc<Debrief>,
    /// What was written.
    pub written: Written,
}
