//! Tells how large an element is and whether it is in sight, without asking for it each frame:
//! asking makes the browser lay out the page.

use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, ResizeObserver};

/// What is known of the element.
#[derive(Clone, Default)]
pub struct Seeing {
    /// Its size in CSS pixels.
    pub size_px: Rc<Cell<(f64, f64)>>,
    /// Whether a part of it is in sight.
    pub visible: Rc<Cell<bool>>,
}

impl Seeing {
    /// Its size, if there is something to be seen.
    #[must_use]
    pub fn drawable(&self) -> Option<(f64, f64)> {
        let (width, height) = self.size_px.get();
        (self.visible.get() && width >= 1.0 && height >= 1.0).then_some((width, height))
    }
}

/// Watches an element until it is dropped.
pub struct Watch {
    resize: ResizeObserver,
    sight: IntersectionObserver,
    _on_resize: Closure<dyn FnMut()>,
    _on_sight: Closure<dyn FnMut(js_sys::Array)>,
}

impl Watch {
    /// Keeps `seeing` right and calls `touch` whenever it has changed.
    pub fn new(
        element: &Element,
        seeing: &Seeing,
        touch: impl Fn() + Clone + 'static,
    ) -> Option<Watch> {
        let measure = {
            let (element, size_px) = (element.clone(), Rc::clone(&seeing.size_px));
            move || {
                let (width, height) = (element.client_width(), element.client_height());
                size_px.set((f64::from(width), f64::from(height)));
            }
        };
        measure();
        let resized = touch.clone();
        let on_resize = Closure::<dyn FnMut()>::new(move || {
            measure();
            resized();
        });
        let visible = Rc::clone(&seeing.visible);
        let on_sight = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let last = entries.get(entries.length().saturating_sub(1));
            let last = last.unchecked_into::<IntersectionObserverEntry>();
            visible.set(last.is_intersecting());
            touch();
        });
        let resize = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok()?;
        let sight = IntersectionObserver::new(on_sight.as_ref().unchecked_ref()).ok()?;
        resize.observe(element);
        sight.observe(element);
        Some(Watch {
            resize,
            sight,
            _on_resize: on_resize,
            _on_sight: on_sight,
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.resize.disconnect();
        self.sight.disconnect();
    }
}
