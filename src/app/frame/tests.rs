use super::*;

fn frame() -> Frame {
    Frame::new(Layout::default())
}

fn after(changes: &[Change]) -> Frame {
    changes
        .iter()
        .fold(frame(), |frame, change| frame.after(*change))
}

#[test]
fn a_tool_opens_in_the_half_in_use() {
    let one = after(&[Change::Open(Pane::Files)]);
    assert_eq!(
        (one.at(Half::Upper), one.at(Half::Lower)),
        (Some(Pane::Files), None)
    );
    let two = after(&[Change::Split, Change::Open(Pane::Actions)]);
    assert_eq!(
        (two.at(Half::Upper), two.at(Half::Lower)),
        (Some(Pane::Logs), Some(Pane::Actions))
    );
    let back = two.after(Change::Open(Pane::Logs));
    assert_eq!(
        back.active,
        Half::Upper,
        "a tool that stands somewhere is used there"
    );
    assert_eq!(back.tool(), Pane::Logs);
}

#[test]
fn a_tool_never_stands_twice() {
    let split = after(&[Change::Split]);
    assert_eq!(split.at(Half::Lower), Some(Pane::Terminal));
    let moved = split.after(Change::OpenIn(Half::Upper, Pane::Terminal));
    assert_eq!(
        (moved.at(Half::Upper), moved.at(Half::Lower)),
        (Some(Pane::Terminal), Some(Pane::Logs))
    );
    let swapped = moved.after(Change::Swap);
    assert_eq!(swapped.at(Half::Upper), Some(Pane::Logs));
    let closed = swapped.after(Change::Close(Half::Upper));
    assert_eq!(
        (closed.at(Half::Upper), closed.at(Half::Lower)),
        (Some(Pane::Terminal), None)
    );
}

#[test]
fn a_pane_goes_to_its_window_and_comes_back() {
    let out = after(&[Change::Split, Change::Out(Pane::Logs)]);
    assert!(out.is_out(Pane::Logs) && out.shows(Pane::Logs));
    assert_eq!(
        (out.at(Half::Upper), out.at(Half::Lower)),
        (Some(Pane::Terminal), None)
    );
    assert_eq!(
        out.after(Change::Open(Pane::Logs)).tool(),
        Pane::Terminal,
        "it stays in its window"
    );
    let back = out.after(Change::Back(Pane::Logs));
    assert_eq!(back.tool(), Pane::Logs);
    assert!(back.out.is_empty());
    let charts = after(&[Change::Out(Pane::Charts)]);
    assert!(charts.is_out(Pane::Charts));
}

#[test]
fn the_last_tool_stays() {
    let all: Vec<Change> = Pane::tools().map(Change::Out).collect();
    let left = after(&all);
    assert_eq!(left.out.len(), all.len() - 1);
    assert_eq!(left.at(Half::Upper), Some(Pane::Response));
    assert!(
        !left.after(Change::Split).layout.split_open,
        "there is nothing to split with"
    );
}

#[test]
fn edges_leave_room_for_the_charts() {
    let wide = after(&[
        Change::Size(Edge::Tools, 999),
        Change::Size(Edge::Told, 999),
    ]);
    assert!(
        wide.layout.told + wide.layout.tools <= 800,
        "{:?}",
        wide.layout
    );
    let narrow = after(&[Change::Size(Edge::Tools, 0), Change::Size(Edge::Split, 0)]);
    assert_eq!((narrow.layout.tools, narrow.layout.split), (260, 150));
    let reset = narrow.after(Change::Reset(Edge::Tools));
    assert_eq!(reset.layout.tools, Layout::default().tools);
}

#[test]
fn presets_are_known_by_their_sizes() {
    for preset in Preset::ALL {
        let frame = after(&[Change::Arrange(preset)]);
        assert_eq!(frame.layout.preset(), Some(preset));
        assert_eq!(Preset::of(preset.word()), Some(preset));
    }
    assert_eq!(
        after(&[Change::Size(Edge::Tools, 333)]).layout.preset(),
        None
    );
}

#[test]
fn what_is_kept_comes_back() {
    let kept = after(&[
        Change::Split,
        Change::Open(Pane::Actions),
        Change::Size(Edge::Split, 300),
        Change::Told,
    ]);
    let text = crate::app::saved::to_text(&kept.layout);
    let read = Frame::new(parse_layout(&text).expect("a layout"));
    assert_eq!(read.layout, kept.layout);
    assert_eq!(read.at(Half::Lower), Some(Pane::Actions));
}

#[test]
fn strange_layouts_are_brought_back_or_refused() {
    let strange = Layout {
        told: 9_999,
        tools: 0,
        upper: Pane::Files,
        lower: Pane::Logs,
        split_open: true,
        ..Layout::default()
    };
    let text = crate::app::saved::to_text(&strange);
    let text = text.replace("\"files\"", "\"no such tool\"");
    let frame = Frame::new(parse_layout(&text).expect("a layout"));
    assert!(frame.layout.told <= 340 && frame.layout.tools >= 260);
    assert_eq!(frame.at(Half::Upper), Some(Pane::Logs));
    let newer = text.replace("\"firedrill_layout\":1", "\"firedrill_layout\":2");
    assert!(matches!(
        parse_layout(&newer),
        Err(crate::app::saved::Problem::Newer { found: 2, known: 1 })
    ));
    assert!(parse_layout("{").is_err());
}

#[test]
fn kiosk_ends_when_a_tool_is_opened() {
    let kiosk = after(&[Change::Kiosk]);
    assert!(kiosk.kiosk && kiosk.page == Column::Charts);
    assert!(!kiosk.after(Change::Open(Pane::Files)).kiosk);
}
