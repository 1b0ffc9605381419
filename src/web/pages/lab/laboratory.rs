//! The workers of the lab: hired and dismissed as the crew orders.

use crate::app::lab::crew::{Crew, Order};
use crate::app::protocol::{FromWorker, ToWorker};
use crate::json;
use crate::lab::{FromLab, Plan, ToLab};
use crate::web::boot::{WorkerLink, drop_later};
use crate::web::clock::page_ms;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

/// Workers at most, whatever the machine has.
const WORKERS_MAX: usize = 8;

/// A study and its workers. Dropping the last handle ends them.
#[derive(Clone, Default)]
pub struct Laboratory(Rc<Inner>);

#[derive(Default)]
struct Inner {
    crew: RefCell<Option<Crew>>,
    links: RefCell<BTreeMap<usize, WorkerLink>>,
    news: RefCell<Callback<()>>,
}

impl Laboratory {
    /// Whom to tell that something has changed.
    pub fn on_news(&self, news: Callback<()>) {
        *self.0.news.borrow_mut() = news;
    }

    /// Begins a study; the one before is gone.
    pub fn begin(&self, plan: Plan) {
        self.close();
        *self.0.crew.borrow_mut() = Some(Crew::new(plan, workers()));
        self.command(|crew| Ok(crew.start()));
    }

    /// Lets the crew do something.
    pub fn command(&self, act: impl FnOnce(&mut Crew) -> Result<Vec<Order>, String>) {
        Inner::command(&self.0, act);
    }

    /// Looks at the crew; none before the first start.
    pub fn look<T>(&self, look: impl FnOnce(&Crew) -> T) -> Option<T> {
        self.0.crew.borrow().as_ref().map(look)
    }

    /// Ends all workers.
    pub fn close(&self) {
        let links = self.0.links.take();
        drop_later(links);
    }
}

impl Inner {
    fn command(this: &Rc<Inner>, act: impl FnOnce(&mut Crew) -> Result<Vec<Order>, String>) {
        let orders = this.crew.borrow_mut().as_mut().map(act);
        if let Some(Ok(orders)) = orders {
            orders
                .into_iter()
                .for_each(|order| Inner::obey(this, order));
        }
        let news = this.news.borrow().clone();
        news.emit(());
    }

    fn obey(this: &Rc<Inner>, order: Order) {
        match order {
            Order::Dismiss(id) => drop_later(this.links.borrow_mut().remove(&id)),
            Order::Tell(id, message) => Inner::tell(this, id, *message),
            Order::Hire(id, message) => match Inner::spawn(this, id) {
                Ok(link) => {
                    this.links.borrow_mut().insert(id, link);
                    Inner::tell(this, id, *message);
                }
                Err(why) => Inner::lost(Rc::downgrade(this), id, why),
            },
        }
    }

    fn tell(this: &Rc<Inner>, id: usize, message: ToLab) {
        let text = json::to_text(&ToWorker::Lab(message));
        let sent = this.links.borrow().get(&id).map(|link| link.send(&text));
        if let Some(Err(why)) = sent {
            Inner::lost(Rc::downgrade(this), id, why);
        }
    }

    fn spawn(this: &Rc<Inner>, id: usize) -> Result<WorkerLink, String> {
        let (hearing, losing) = (Rc::downgrade(this), Rc::downgrade(this));
        WorkerLink::spawn(
            move |text| {
                if let Some(this) = hearing.upgrade() {
                    Inner::hear(&this, id, &text);
                }
            },
            move |why| Inner::lost(losing.clone(), id, why),
        )
    }

    fn hear(this: &Rc<Inner>, id: usize, text: &str) {
        let message = match json::from_text(text) {
            Ok(FromWorker::Lab(message)) => message,
            Ok(FromWorker::Refused(why)) => FromLab::Refused(why),
            Ok(_) => return,
            Err(why) => FromLab::Refused(format!("a worker was not understood: {why}")),
        };
        Inner::command(this, |crew| Ok(crew.hear(id, message, page_ms())));
    }

    /// In a moment: whoever finds it out may be in the middle of something.
    fn lost(this: Weak<Inner>, id: usize, why: String) {
        spawn_local(async move {
            if let Some(this) = this.upgrade() {
                Inner::command(&this, |crew| Ok(crew.lost(id, &why, page_ms())));
            }
        });
    }
}

/// One core is left to the page.
fn workers() -> usize {
    let cores = gloo::utils::window().navigator().hardware_concurrency();
    // Not a number where the browser does not tell.
    (cores as usize).saturating_sub(1).clamp(1, WORKERS_MAX)
}
