//! A bar to a mean, with its 95 % interval as a mark.

use crate::lab::stats::Estimate;
use yew::prelude::*;

/// The ends of a scale that holds all these estimates and zero.
pub fn scale<'a>(all: impl Iterator<Item = &'a Estimate>) -> (f64, f64) {
    all.fold((0.0, 0.0), |(low, high): (f64, f64), it| {
        let (least, most) = it.interval.unwrap_or((it.mean, it.mean));
        (low.min(least), high.max(most))
    })
}

/// The bar, from zero to the mean; empty for no estimate.
pub fn bar(estimate: Option<&Estimate>, (low, high): (f64, f64)) -> Html {
    let width = (high - low).max(f64::MIN_POSITIVE);
    let x = |value: f64| ((value - low) / width).clamp(0.0, 1.0) * 100.0;
    let marks = estimate.map(|it| {
        let (zero, mean) = (x(0.0), x(it.mean));
        let (from, to) = it.interval.map_or((mean, mean), |(a, b)| (x(a), x(b)));
        let fill = format!("M{zero:.2} 5H{mean:.2}");
        let whisker = format!("M{from:.2} 5H{to:.2}M{from:.2} 2V8M{to:.2} 2V8");
        html! {
            <>
                <path class="lab-bar-fill" d={fill} />
                <path class="lab-whisker" d={whisker} />
            </>
        }
    });
    html! {
        <svg class="lab-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"
            focusable="false">
            <path class="lab-bar-ground" d="M0 5H100" />
            { for marks }
        </svg>
    }
}
