//! The system as a drawing, and in sentences where there is no room for one.

use super::system::{Service, System};
use yew::prelude::*;

/// A row of boxes, with its gap.
const ROW: f64 = 54.0;
const BOX: f64 = 42.0;
/// Left edges and widths of the columns: users, balancer, services, ways, database.
const COLUMNS: [(f64, f64); 5] = [
    (0.0, 96.0),
    (132.0, 108.0),
    (276.0, 124.0),
    (436.0, 124.0),
    (596.0, 104.0),
];
const WIDTH: f64 = 700.0;

/// Properties of [`Diagram`].
#[derive(Properties, PartialEq)]
pub struct DiagramProps {
    /// What is drawn.
    pub system: System,
}

/// The system from left to right, in the direction of a request.
#[component]
pub fn Diagram(props: &DiagramProps) -> Html {
    let system = &props.system;
    let mut drawing = Drawing::default();
    let mut row = 0;
    let mut public = Vec::new();
    let mut ways = Vec::new();
    for service in &system.services {
        let rows = service.ways.len().max(1);
        let middle = (row as f64 + rows as f64 / 2.0) * ROW;
        drawing.service(service, middle);
        for (at, way) in service.ways.iter().enumerate() {
            let y = ((row + at) as f64 + 0.5) * ROW;
            drawing.node(3, y, BOX, &way.name, &way.about);
            drawing.line(2, middle, 3, y);
            ways.push(y);
        }
        if service.public {
            public.push(middle);
        }
        row += rows;
    }
    let height = row as f64 * ROW;
    let door = mean(&public).unwrap_or(height / 2.0);
    let visits = format!("{:.0} visits/s", system.visits_per_second);
    drawing.node(0, door, BOX, "Customers", &visits);
    drawing.node(1, door, BOX, "Load balancer", "HTTP");
    drawing.line(0, door, 1, door);
    public.iter().for_each(|y| drawing.line(1, door, 2, *y));
    let (first, last) = (ways.first().copied(), ways.last().copied());
    if let Some((first, last)) = first.zip(last) {
        let cores = format!("{} cores", system.cores);
        drawing.node(
            4,
            (first + last) / 2.0,
            last - first + BOX,
            &system.host,
            &cores,
        );
        ways.iter().for_each(|y| drawing.line(3, *y, 4, *y));
    }
    let sentences = system.sentences();
    let items = sentences
        .iter()
        .map(|text| html! { <li>{ text.clone() }</li> });
    html! {
        <figure class="diagram">
            <svg viewBox={format!("-1 0 {} {height}", WIDTH + 2.0)} role="img"
                aria-labelledby="diagram-title diagram-words">
                <title id="diagram-title">{ "The way of a request through the system" }</title>
                <desc id="diagram-words">{ sentences.join(" ") }</desc>
                <g class="lines">{ for drawing.lines }</g>
                <g>{ for drawing.nodes }</g>
            </svg>
            <ul class="diagram-words sentences">{ for items }</ul>
        </figure>
    }
}

fn mean(values: &[f64]) -> Option<f64> {
    let last = values.last()?;
    Some((values[0] + last) / 2.0)
}

#[derive(Default)]
struct Drawing {
    nodes: Vec<Html>,
    lines: Vec<Html>,
}

impl Drawing {
    fn service(&mut self, service: &Service, y: f64) {
        let instances = format!("{} instances", service.instances);
        self.node(2, y, BOX, &service.name, &instances);
    }

    /// A box in a column, around the height `y`.
    fn node(&mut self, column: usize, y: f64, height: f64, name: &str, about: &str) {
        let (x, width) = COLUMNS[column];
        let middle = (x + width / 2.0).to_string();
        self.nodes.push(html! {
            <g>
                <rect class="node" x={x.to_string()} y={(y - height / 2.0).to_string()}
                    width={width.to_string()} height={height.to_string()} rx="5" />
                <text class="node-name" x={middle.clone()} y={(y - 2.0).to_string()}>
                    { name.to_string() }
                </text>
                <text class="node-about" x={middle} y={(y + 13.0).to_string()}>
                    { about.to_string() }
                </text>
            </g>
        });
    }

    /// A line from the right of one column to the left of another.
    fn line(&mut self, from: usize, from_y: f64, to: usize, to_y: f64) {
        let (x, width) = COLUMNS[from];
        let (x, end) = (x + width, COLUMNS[to].0);
        let bend = (x + end) / 2.0;
        let path = format!("M{x} {from_y}H{bend}V{to_y}H{}", end - 1.0);
        self.lines.push(html! {
            <>
                <path d={path} />
                <path d={format!("M{} {}l4 4-4 4", end - 5.0, to_y - 4.0)} />
            </>
        });
    }
}
