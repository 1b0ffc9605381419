//! Banners about the browser's storage: what is wrong, the text itself, a way on.

use super::download;
use crate::web::icons::Icon;
use crate::web::storage::{self, Notice, NoticeKind};
use yew::prelude::*;

/// What there is to tell about the storage; nothing in most cases.
#[component]
pub fn Notices() -> Html {
    let all = storage::use_notices();
    let banners = all.iter().map(|notice| {
        let key = format!("{} {:?}", notice.key, notice.kind);
        html! { <Banner {key} notice={notice.clone()} /> }
    });
    html! { <div class="notices">{ for banners }</div> }
}

#[derive(Properties, PartialEq)]
struct BannerProps {
    notice: Notice,
}

#[component]
fn Banner(props: &BannerProps) -> Html {
    let failed = use_state(|| None::<String>);
    let notice = &props.notice;
    let on_download = {
        let (notice, failed) = (notice.clone(), failed.clone());
        Callback::from(move |_: MouseEvent| {
            let name = format!("{}.txt", notice.key);
            let raw = notice.raw.as_deref().unwrap_or_default();
            failed.set(download::save_file(&name, "text/plain", raw).err());
        })
    };
    let on_fresh = {
        let key = notice.key.clone();
        Callback::from(move |_: MouseEvent| storage::start_fresh(&key))
    };
    let on_close = {
        let (key, kind) = (notice.key.clone(), notice.kind);
        Callback::from(move |_: MouseEvent| storage::dismiss(&key, kind))
    };
    let unreadable = notice.kind == NoticeKind::Unreadable;
    html! {
        <section class="notice" role="status" aria-label="Storage">
            { Icon::Warning.html() }
            <div class="notice-text">
                <p>{ notice.text.clone() }</p>
                <p hidden={failed.is_none()}>
                    { failed.as_ref().map(|why| format!("The download failed: {why}.")) }
                </p>
            </div>
            <div class="row">
                <button type="button" class="btn" hidden={notice.raw.is_none()}
                    onclick={on_download}>
                    { "Download the text" }
                </button>
                <button type="button" class="btn" hidden={!unreadable} onclick={on_fresh}>
                    { "Start fresh" }
                </button>
                <button type="button" class="btn btn-quiet" hidden={unreadable}
                    onclick={on_close}>
                    { "Close" }
                </button>
            </div>
        </section>
    }
}
