//! The viewers of an object, and what a privacy setting lets them see.

/// The viewer of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Viewer {
    /// The system whose token was sent, viewing its own object.
    Owner,
    /// Any other viewer, with or without a token.
    Other,
}

/// The value of a privacy setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PrivacySetting {
    Public,
    Private,
}

impl PrivacySetting {
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

    /// Returns whether `viewer` may see what this setting protects.
    pub(crate) fn visibility_to(self, viewer: Viewer) -> FieldVisibility {
        match (viewer, self) {
            (Viewer::Owner, Self::Public | Self::Private) | (Viewer::Other, Self::Public) => {
                FieldVisibility::Visible
            }
            (Viewer::Other, Self::Private) => FieldVisibility::Hidden,
        }
    }
}

/// The visibility of a value for a viewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldVisibility {
    Visible,
    Hidden,
}
