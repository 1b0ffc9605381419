//! The console: what you are told, what you see, what you do.

mod charts_do;
mod coach;
mod desk;
mod done;
mod edge;
mod frame;
mod half;
mod header;
mod hosts;
mod keys;
mod keys_sheet;
mod own_bar;
mod palette;
mod pause;
mod perform;
mod pin;
mod rail;
mod reckoning;
mod resolve;
mod ribbon;
mod seen;
mod strip;
mod told;
mod windows;

use crate::app::commands::Do;
use crate::app::frame::{Change, Edge};
use crate::app::shared::Shared;
use crate::drill::alerts::AlertState;
use crate::incident::panes::{Column, Pane};
use crate::web::pages::Notices;
use crate::web::run::{use_run, use_view};
use crate::web::ui::{Tab, Tabs, use_css_number};
pub use desk::{Desk, Wish, Wishes, use_desk, use_wishes};
use done::Done;
use edge::EdgeLine;
use frame::{Said, use_frame};
use header::Header;
use keys::use_keys;
use keys_sheet::{KeysHint, KeysSheet};
use own_bar::OwnBar;
use palette::Palette;
use pause::PauseDialog;
use perform::{Sheet, commands, use_perform, with_keys};
pub use pin::PinButton;
use rail::icon_of;
use reckoning::Reckoning;
use resolve::ResolveDialog;
use ribbon::Ribbon;
pub use seen::ChartGrid;
use seen::Seen;
use strip::Strip;
use told::{DueChip, Told, page_chip};
use web_sys::Document;
use yew::prelude::*;

/// The console of a run.
#[component]
pub fn Console() -> Html {
    let run = use_run();
    let view = use_view();
    let stage = use_frame(&run);
    let sheet = use_state(Sheet::default);
    let columns = use_node_ref();
    let frame = &stage.frame;
    let select_pane = {
        let change = stage.change.clone();
        use_callback((), move |id: &'static str, ()| {
            let page = Column::ALL.into_iter().find(|page| page.id() == id);
            page.into_iter()
                .for_each(|page| change.emit(Change::Show(page)));
        })
    };
    let show = {
        let setter = sheet.setter();
        use_callback((), move |what: Sheet, ()| setter.set(what))
    };
    let perform = use_perform(&run, &stage, show.clone());
    let on_key = {
        let (perform, sheets) = (perform.clone(), stage.sheets.clone());
        use_callback((), move |(document, what): (Option<Document>, Do), ()| {
            // A sheet opens in the window in which its key was pressed.
            sheets.to(document);
            perform.emit(what);
        })
    };
    let with_keys = use_memo((), |()| with_keys());
    let (next_keys, ear) = use_keys((*with_keys).clone(), on_key.clone());
    stage.ear.replace(ear);
    let close = show.reform(|()| Sheet::None);
    let commands = use_memo(
        (*sheet == Sheet::Palette, view.files.clone()),
        |(open, _)| {
            if *open { commands(&run, &view) } else { vec![] }
        },
    );
    let coached = view.coached();
    let panes = Column::ALL.map(|column| Tab {
        badge: (column == Column::Alerts && view.paged()).then_some(1),
        marked: coached.is_some_and(|pane| pane.column() == column),
        ..Tab::new(column.id(), column.title())
    });
    let sizes = &frame.layout;
    use_css_number(&columns, Edge::Told.property(), f64::from(sizes.told));
    use_css_number(&columns, Edge::Tools.property(), f64::from(sizes.tools));
    let line = |edge: Edge| {
        html! {
            <EdgeLine {edge} size={sizes.size(edge)} reach={sizes.reach(edge)}
                whole={columns.clone()} on_change={stage.change.clone()} />
        }
    };
    let classes = classes!(
        "console",
        format!("shows-{}", frame.page.id()),
        (!sizes.told_open).then_some("told-closed"),
        frame.is_out(Pane::Charts).then_some("seen-out"),
        frame.kiosk.then_some("kiosk"),
    );
    let bars = stage.bars.iter().map(|(pane, place)| {
        let document = place.owner_document();
        let on_pause = on_key.reform(move |()| (document.clone(), Do::Pause));
        let bar = html! {
            <OwnBar key={pane.id()} pane={*pane} label={pane.title()} on_back={stage.out.clone()}
                {on_pause} />
        };
        create_portal(bar, place.clone())
    });
    let (said_class, said) = stage.said.parts();
    let firing = view
        .alerts
        .iter()
        .filter(|alert| alert.state == AlertState::Firing)
        .count();
    html! {
        <ContextProvider<Desk> context={stage.desk.clone()}>
        <ContextProvider<Shared<Wishes>> context={stage.wishes.clone()}>
        <div class={classes}>
            <Header told_open={sizes.told_open} kiosk={frame.kiosk}
                on_do={perform.clone()} />
            <Notices />
            <nav class="pane-nav" aria-label="Columns">
                <Tabs class="pane-tabs" label="Panes" tabs={panes.to_vec()} selected={frame.page.id()}
                    on_select={select_pane} />
            </nav>
            <main ref={columns.clone()} class="columns">
                <div class="told-place">
                    <Told />
                    <Strip label="Told" shown={!sizes.told_open} firing={firing}
                        paged={view.paged()} on_open={stage.change.reform(|()| Change::Told)} />
                </div>
                <div class="told-line">
                    { line(Edge::Told) }
                </div>
                <div ref={stage.slots.2.clone()} class="seen-place"></div>
                <div class="seen-strip strip" hidden={!frame.is_out(Pane::Charts)}>
                    <button type="button" class="strip-open" title="Bring the charts back"
                        aria-label="Bring the charts back"
                        onclick={stage.out.reform(|_: MouseEvent| Pane::Charts)}>
                        { icon_of(Pane::Charts).html() }
                        <span class="strip-label">{ "Charts in their own window" }</span>
                    </button>
                </div>
                { stage.hosts.draw(Pane::Charts, html! { <Seen coached={coached == Some(Pane::Charts)} /> }) }
                <div class="tools-line">
                    { line(Edge::Tools) }
                </div>
                <Done frame={frame.clone()} hosts={stage.hosts.clone()}
                    slots={(stage.slots.0.clone(), stage.slots.1.clone())}
                    on_open={stage.open.clone()} on_change={stage.change.clone()}
                    on_out={stage.out.clone()} />
            </main>
            <Ribbon version={view.rows_version} />
            <Reckoning phase={view.phase.clone()} />
            <div class="toast-place" role="status">
                <p class={said_class} hidden={said.is_empty()}>{ said }</p>
            </div>
            <KeysHint next={next_keys} />
            // One child, however many bars: a list that grows would make its neighbours anew.
            <>{ for bars }</>
            { stage.sheets.draw(html! {
                <>
                    <Palette commands={(*commands).clone()} open={*sheet == Sheet::Palette}
                        on_close={close.clone()} on_run={perform.clone()} />
                    <KeysSheet commands={(*with_keys).clone()} open={*sheet == Sheet::Keys}
                        on_close={close.clone()} />
                    <ResolveDialog open={*sheet == Sheet::Resolve} on_close={close.clone()} />
                    <PauseDialog open={*sheet == Sheet::Pause} on_close={close} />
                </>
            }) }
        </div>
        </ContextProvider<Shared<Wishes>>>
        </ContextProvider<Desk>>
    }
}
