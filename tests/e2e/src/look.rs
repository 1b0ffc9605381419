//! How the page is looked at: the size of the window and the colour scheme.

/// The colour scheme that the operating system would ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Light on dark.
    Dark,
    /// Dark on light.
    Light,
}

impl Scheme {
    /// Both.
    pub const ALL: [Scheme; 2] = [Scheme::Dark, Scheme::Light];

    /// The value of `prefers-color-scheme`, also good for a file name.
    pub fn name(self) -> &'static str {
        match self {
            Scheme::Dark => "dark",
            Scheme::Light => "light",
        }
    }
}

/// The size of the page in CSS pixels, and its scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Width, CSS px.
    pub width: u32,
    /// Height, CSS px.
    pub height: u32,
    /// Colour scheme.
    pub scheme: Scheme,
}

impl Look {
    /// A laptop.
    pub const DESKTOP: Look = Look {
        width: 1440,
        height: 900,
        scheme: Scheme::Dark,
    };
    /// A large screen or a projector.
    pub const WIDE: Look = Look {
        width: 1920,
        height: 1080,
        scheme: Scheme::Dark,
    };
    /// A phone.
    pub const PHONE: Look = Look {
        width: 390,
        height: 844,
        scheme: Scheme::Dark,
    };
    /// The narrowest width at which a page has to reflow (WCAG 1.4.10).
    pub const NARROW: Look = Look {
        width: 320,
        height: 640,
        scheme: Scheme::Dark,
    };

    /// The same in another scheme.
    #[must_use]
    pub fn scheme(self, scheme: Scheme) -> Look {
        Look { scheme, ..self }
    }
}
