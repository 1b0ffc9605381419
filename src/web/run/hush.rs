//! The player's hands: while they are at it the workers that judge leave the machine to the page.

use super::controller::Run;
use crate::app::protocol::ToWorker;
use gloo::events::EventListener;
use std::cell::Cell;
use std::rc::Rc;

/// What hands do.
const HANDS: [&str; 4] = ["pointerdown", "pointermove", "keydown", "wheel"];
/// It is told again after so long, ms; shorter than a judge heeds it.
const TELL_MS: f64 = 200.0;

/// Listens as long as it lives.
pub(super) struct Hush {
    _listeners: [EventListener; 4],
}

impl Hush {
    /// Tells the workers that judge this run.
    pub(super) fn listen(run: &Run) -> Hush {
        let told_ms = Rc::new(Cell::new(f64::NEG_INFINITY));
        let window = gloo::utils::window();
        let listen = |hand| {
            let (run, told_ms) = (Rc::downgrade(&run.0), Rc::clone(&told_ms));
            EventListener::new(&window, hand, move |event| {
                let now_ms = event.time_stamp();
                if now_ms - told_ms.get() < TELL_MS {
                    return;
                }
                told_ms.set(now_ms);
                if let Some(inner) = run.upgrade() {
                    Run(inner).send_jury(&ToWorker::Hush);
                }
            })
        };
        Hush {
            _listeners: HANDS.map(listen),
        }
    }
}
