//! The ids in the store: how short ids are drawn.

/// The form of the short ids that the store draws.
///
/// ```
/// use badreq_reference::{ServerOptions, ShortIdForm, ShortIdLengthPolicy};
///
/// // A server whose ids have five letters, as all had once.
/// let ids = ShortIdForm { length: ShortIdLengthPolicy::Five, ..ShortIdForm::default() };
/// let options = ServerOptions { ids, ..ServerOptions::default() };
/// # drop(options);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShortIdForm {
    /// The number of letters.
    pub length: ShortIdLengthPolicy,
    /// The letters to draw from.
    pub letters: ShortIdAlphabet,
}

/// The number of letters of short ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShortIdLengthPolicy {
    /// Five for the two old entities of the initial state, six for everything else.
    #[default]
    ByAge,
    /// Five.
    Five,
}

/// The letters that short ids are drawn from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShortIdAlphabet {
    /// Those of new ids, which leave out letters that are easily confused.
    #[default]
    Distinct,
    /// The whole alphabet, as for old ids.
    Any,
}

impl ShortIdAlphabet {
    /// Returns the letters.
    pub(crate) const fn list_letters(self) -> &'static [u8] {
        match self {
            Self::Distinct => b"abcefghjknoprstuvwxyz",
            Self::Any => b"abcdefghijklmnopqrstuvwxyz",
        }
    }
}
