//! Who looks, and what a setting lets them see.

/// Who looks at an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Viewer {
    /// The system whose token was sent, looking at what is its own.
    Owner,
    /// Everybody else, with or without a token.
    Other,
}

/// The value of a privacy setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visibility {
    Public,
    Private,
}

impl Visibility {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "public" => Some(Self::Public),
            "private" => Some(Self::Private),
            _ => None,
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
        }
    }

    /// Whether `viewer` may see what this setting guards.
    pub(crate) fn lets(self, viewer: Viewer) -> Shown {
        match (viewer, self) {
            (Viewer::Owner, Self::Public | Self::Private) | (Viewer::Other, Self::Public) => {
                Shown::Yes
            }
            (Viewer::Other, Self::Private) => Shown::No,
        }
    }
}

/// Whether something is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    Yes,
    No,
}
