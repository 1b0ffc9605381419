//! Colours.

use plotters::style::RGBColor;

/// The colours of a chart.
///
/// Series colours derive from Okabe and Ito's palette, which stays distinct under the common kinds
/// of colour blindness, the warm ones last; on the light ground they are darkened. All but the
/// grid have at least 3:1 against the ground, texts 4.5:1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Behind the chart.
    pub ground: RGBColor,
    /// Raised surfaces, such as the core of a crosshair's dot.
    pub surface: RGBColor,
    /// Hairlines; decorative, so below 3:1 on purpose.
    pub grid: RGBColor,
    /// Text that is read.
    pub text: RGBColor,
    /// Tick labels, bounds.
    pub muted: RGBColor,
    /// What can be acted on: the trainee's own actions.
    pub accent: RGBColor,
    /// Thresholds.
    pub warn: RGBColor,
    /// What is wrong now.
    pub crit: RGBColor,
    /// Series in order.
    pub series: [RGBColor; 6],
}

impl Theme {
    /// On a near-black ground.
    pub const DARK: Self = Self {
        ground: RGBColor(0x0e, 0x11, 0x16),
        surface: RGBColor(0x16, 0x1b, 0x22),
        grid: RGBColor(0x25, 0x2c, 0x36),
        text: RGBColor(0xe6, 0xea, 0xf0),
        muted: RGBColor(0x9a, 0xa5, 0xb4),
        accent: RGBColor(0x6c, 0xb6, 0xff),
        warn: RGBColor(0xe6, 0x9f, 0x00),
        crit: RGBColor(0xff, 0x6b, 0x4a),
        series: [
            RGBColor(0x56, 0xb4, 0xe9),
            RGBColor(0x00, 0xa6, 0x7a),
            RGBColor(0xdd, 0x95, 0xbb),
            RGBColor(0x4a, 0x7f, 0xd0),
            RGBColor(0xf0, 0xe4, 0x42),
            RGBColor(0xe6, 0x9f, 0x00),
        ],
    };

    /// On white.
    pub const LIGHT: Self = Self {
        ground: RGBColor(0xff, 0xff, 0xff),
        surface: RGBColor(0xf5, 0xf7, 0xf9),
        grid: RGBColor(0xe1, 0xe5, 0xea),
        text: RGBColor(0x1a, 0x1f, 0x26),
        muted: RGBColor(0x57, 0x60, 0x6c),
        accent: RGBColor(0x0b, 0x5c, 0xad),
        warn: RGBColor(0x9a, 0x5b, 0x00),
        crit: RGBColor(0xc2, 0x35, 0x0a),
        series: [
            RGBColor(0x2a, 0x86, 0xbf),
            RGBColor(0x00, 0x7a, 0x58),
            RGBColor(0xb0, 0x5a, 0x8a),
            RGBColor(0x00, 0x45, 0x7c),
            RGBColor(0x6b, 0x64, 0x00),
            RGBColor(0xb5, 0x6f, 0x00),
        ],
    };
}

/// Contrast ratio of two colours, 1 to 21, as in WCAG 2.2 ("contrast ratio").
pub fn contrast(a: RGBColor, b: RGBColor) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(RGBColor(r, g, b): RGBColor) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}
