//! Enums whose variants have a name each and stand in a list, so that everything made from them is complete by construction.

/// Declares such an enum: `Variant = "name"`.
macro_rules! named {
    (
        $(#[$meta:meta])*
        $vis:vis enum $type:ident {
            $( $(#[$doc:meta])* $variant:ident = $name:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $type {
            $( $(#[$doc])* $variant, )+
        }

        impl $type {
            /// Every variant.
            #[allow(dead_code, reason = "some families have a member for some variants only")]
            pub(crate) const ALL: &'static [Self] = &[$( Self::$variant, )+];

            /// Returns its name, in kebab-case.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $( Self::$variant => $name, )+
                }
            }
        }
    };
}

pub(crate) use named;
