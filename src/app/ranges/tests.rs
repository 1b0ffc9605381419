//! Zooming, panning and the way back.

use super::*;

/// An hour of samples around minute zero.
const HOUR: Extent = Extent {
    oldest_ms: -40 * MINUTE_MS,
    newest_ms: 20 * MINUTE_MS,
};

fn ends(ranges: &Ranges) -> (i64, i64) {
    let range = ranges.range(HOUR);
    (range.from_ms() / SECOND_MS, range.to_ms() / SECOND_MS)
}

#[test]
fn a_followed_range_moves_in_steps() {
    let at = |newest_ms| {
        let extent = Extent { newest_ms, ..HOUR };
        RangeChoice::Half.range(extent).to_ms() / SECOND_MS
    };
    assert_eq!((at(0), at(5_000), at(20_000), at(20_001)), (0, 20, 20, 40));
    let all = RangeChoice::All.range(HOUR);
    assert_eq!(all, TimeRange::new(HOUR.oldest_ms, HOUR.newest_ms));
}

#[test]
fn zooming_panning_and_back_are_each_others_inverse() {
    let mut ranges = Ranges::default();
    assert_eq!(ends(&ranges), (-600, 1200));
    ranges.zoom(0, 120_000, HOUR);
    assert_eq!(ends(&ranges), (0, 120));
    ranges.zoom_in(60_000, HOUR);
    assert_eq!(ends(&ranges), (30, 90));
    ranges.zoom_out(HOUR);
    assert_eq!(ends(&ranges), (0, 120));
    ranges.pan(1, HOUR);
    assert_eq!(ends(&ranges), (60, 180));
    ranges.pan(-1, HOUR);
    assert_eq!(ends(&ranges), (0, 120));
    for wanted in [(60, 180), (0, 120), (30, 90), (0, 120), (-600, 1200)] {
        assert!(ranges.back());
        assert_eq!(ends(&ranges), wanted);
    }
    assert!(!ranges.back() && !ranges.has_past());
    assert_eq!(ranges, Ranges::default());
}

#[test]
fn nothing_leads_out_of_what_there_is() {
    let mut ranges = Ranges::default();
    ranges.zoom(-9_000_000, 9_000_000, HOUR);
    assert_eq!(ends(&ranges), (-2400, 1200));
    ranges.zoom_out(HOUR);
    ranges.pan(1, HOUR);
    ranges.pan(-1, HOUR);
    assert_eq!(ends(&ranges), (-2400, 1200));
    ranges.zoom(10_000, 10_001, HOUR);
    assert_eq!(ranges.range(HOUR).span_ms(), SPAN_MIN_MS);
    assert!(ranges.range(HOUR).contains(10_000));
}

#[test]
fn a_moment_comes_into_view_and_following_resumes() {
    let mut ranges = Ranges::default();
    ranges.choose(RangeChoice::Quarter);
    ranges.show(10 * MINUTE_MS, HOUR);
    assert_eq!(ranges.shown(), Shown::Follow(RangeChoice::Quarter));
    ranges.show(-30 * MINUTE_MS, HOUR);
    assert_eq!(ends(&ranges), (-2250, -1350));
    ranges.follow();
    assert_eq!(ranges.shown(), Shown::Follow(RangeChoice::Quarter));
}

#[test]
fn the_way_back_is_bounded() {
    let mut ranges = Ranges::default();
    for i in 0..200 {
        ranges.zoom(i * 1000, i * 1000 + 60_000, HOUR);
    }
    let mut steps = 0;
    while ranges.back() {
        steps += 1;
    }
    assert_eq!(steps, PAST_MAX);
}
