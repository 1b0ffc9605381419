use crate::app::map::layout::{Direction, Layout, Rect, layout, path};
use crate::app::map::{Edge, Health, Node, NodeKind, ServiceMap};

fn node(kind: NodeKind, row: usize) -> Node {
    Node {
        id: format!("{}:{row}", kind.word()),
        kind,
        name: format!("a name of some length {row}"),
        row,
        health: Some(Health::Healthy),
        state: "healthy".into(),
        why: String::new(),
        line: String::new(),
        fill: None,
        facts: vec![],
        runbook: "triage",
        command: String::new(),
    }
}

/// A world of so many services; every second one serves users, every third has a cache,
/// every fourth no pool.
fn world(services: usize, extras: bool) -> ServiceMap {
    let mut map = ServiceMap::default();
    let push = |map: &mut ServiceMap, kind, row| {
        map.nodes.push(node(kind, row));
        map.nodes.len() - 1
    };
    let link = |map: &mut ServiceMap, from, to| {
        map.edges.push(Edge {
            from,
            to,
            health: Health::Healthy,
            rate: "1 /s".into(),
            errors: String::new(),
            latency: String::new(),
        });
    };
    let users = push(&mut map, NodeKind::Users, 0);
    let balancer = push(&mut map, NodeKind::Balancer, 0);
    link(&mut map, users, balancer);
    let mut ends = Vec::new();
    for row in 0..services {
        let service = push(&mut map, NodeKind::Service, row);
        if row % 2 == 0 {
            link(&mut map, balancer, service);
        }
        if extras && row % 3 == 0 {
            let cache = push(&mut map, NodeKind::Cache, row);
            link(&mut map, service, cache);
        }
        let end = if extras && row % 4 == 3 {
            service
        } else {
            let pool = push(&mut map, NodeKind::Pool, row);
            link(&mut map, service, pool);
            pool
        };
        ends.push(end);
    }
    let bouncer = extras.then(|| push(&mut map, NodeKind::Bouncer, 0));
    let database = push(&mut map, NodeKind::Database, 0);
    for end in ends {
        link(&mut map, end, bouncer.unwrap_or(database));
    }
    if let Some(bouncer) = bouncer {
        link(&mut map, bouncer, database);
        let replica = push(&mut map, NodeKind::Replica, 0);
        link(&mut map, database, replica);
        for row in 0..3 {
            push(&mut map, NodeKind::Pipeline, row);
        }
    }
    map
}

fn all_cases(mut check: impl FnMut(&ServiceMap, &Layout, &str)) {
    for services in 1..=12 {
        for extras in [false, true] {
            let map = world(services, extras);
            for width in [
                288.0, 320.0, 390.0, 459.0, 460.0, 640.0, 759.0, 760.0, 900.0, 1900.0,
            ] {
                let case = format!("{services} services, {extras}, {width} px");
                check(&map, &layout(&map, width), &case);
            }
        }
    }
}

#[test]
fn parts_stand_within_the_drawing_and_never_overlap() {
    all_cases(|map, drawn, case| {
        assert_eq!(drawn.boxes.len(), map.nodes.len(), "{case}");
        for (at, one) in drawn.boxes.iter().enumerate() {
            assert!(one.w >= 90.0 && one.h >= 40.0, "{case}: {at} {one:?}");
            assert!(
                one.x >= 0.0 && one.right() <= drawn.width,
                "{case}: {at} {one:?}"
            );
            assert!(
                one.y >= 0.0 && one.bottom() <= drawn.height,
                "{case}: {at} {one:?}"
            );
            for (other, two) in drawn.boxes.iter().enumerate().skip(at + 1) {
                assert!(!one.overlaps(two), "{case}: {at} and {other}");
            }
        }
    });
}

#[test]
fn flows_begin_and_end_at_their_parts() {
    all_cases(|map, drawn, case| {
        assert_eq!(drawn.routes.len(), map.edges.len(), "{case}");
        for (edge, route) in map.edges.iter().zip(&drawn.routes) {
            let (first, last) = (route.points[0], route.points[route.points.len() - 1]);
            assert!(drawn.boxes[edge.from].borders(first), "{case}: {edge:?}");
            assert!(drawn.boxes[edge.to].borders(last), "{case}: {edge:?}");
        }
    });
}

#[test]
fn flows_run_level_or_upright_and_around_the_parts() {
    all_cases(|map, drawn, case| {
        for (edge, route) in map.edges.iter().zip(&drawn.routes) {
            for piece in route.points.windows(2) {
                let ((ax, ay), (bx, by)) = (piece[0], piece[1]);
                let same = |a: f64, b: f64| (a - b).abs() < 1e-9;
                assert!(same(ax, bx) || same(ay, by), "{case}: {piece:?}");
                let thin = Rect::new(
                    ax.min(bx) + 0.1,
                    ay.min(by) + 0.1,
                    (ax - bx).abs() - 0.2,
                    (ay - by).abs() - 0.2,
                );
                let piece = Rect {
                    w: thin.w.max(0.01),
                    h: thin.h.max(0.01),
                    ..thin
                };
                for (at, part) in drawn.boxes.iter().enumerate() {
                    assert!(!piece.overlaps(part), "{case}: {edge:?} crosses {at}");
                }
            }
        }
    });
}

#[test]
fn a_wide_map_reads_from_left_to_right_and_a_narrow_one_from_top_to_bottom() {
    all_cases(|map, drawn, case| {
        for edge in &map.edges {
            let (from, to) = (drawn.boxes[edge.from], drawn.boxes[edge.to]);
            let onward = if drawn.wide {
                from.x < to.x || ((from.x - to.x).abs() < 1e-9 && from.y < to.y)
            } else {
                from.y < to.y || ((from.y - to.y).abs() < 1e-9 && from.x < to.x)
            };
            assert!(onward, "{case}: {edge:?}");
        }
    });
}

#[test]
fn the_focus_reaches_every_part_by_arrow_keys() {
    all_cases(|map, drawn, case| {
        let mut seen = vec![false; map.nodes.len()];
        let mut waiting = vec![0];
        while let Some(at) = waiting.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            let ways = [
                Direction::Left,
                Direction::Right,
                Direction::Up,
                Direction::Down,
            ];
            waiting.extend(ways.into_iter().filter_map(|way| drawn.neighbour(at, way)));
        }
        assert!(seen.iter().all(|seen| *seen), "{case}: {seen:?}");
    });
}

#[test]
fn nonsense_widths_are_drawn_narrow() {
    let map = world(2, true);
    for width in [f64::NAN, f64::INFINITY, -5.0, 0.0] {
        assert_eq!(layout(&map, width), layout(&map, 288.0));
    }
    let empty = layout(&ServiceMap::default(), 800.0);
    assert!(empty.boxes.is_empty() && empty.neighbour(0, Direction::Up).is_none());
}

#[test]
fn corners_are_round() {
    assert_eq!(path(&[]), "");
    assert_eq!(path(&[(0.0, 0.0), (20.0, 0.0)]), "M0 0L20 0");
    assert_eq!(
        path(&[(0.0, 0.0), (20.0, 0.0), (20.0, 40.0)]),
        "M0 0L14 0Q20 0 20 6L20 40"
    );
}
