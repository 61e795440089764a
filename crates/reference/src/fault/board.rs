//! Which fault is switched on, and which ones were come near.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::breach::FaultKind;
use crate::ops::OperationKind;
use crate::refusal::Refusal;
use crate::variant::Variant;

/// What a server does at the places where a fault could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It keeps the contract.
    Sound,
    /// It breaks it, in these ways.
    Broken(BTreeSet<FaultKind>),
    /// It keeps the contract, and notes which faults would have shown.
    Traced,
}

/// The faults of one server, and its variants.
#[derive(Debug)]
pub(crate) struct Board {
    mode: Mode,
    variants: BTreeSet<Variant>,
    reached: Mutex<BTreeSet<FaultKind>>,
}

impl Board {
    pub(crate) fn new(mode: Mode, variants: impl IntoIterator<Item = Variant>) -> Arc<Self> {
        Arc::new(Self {
            mode,
            variants: variants.into_iter().collect(),
            reached: Mutex::default(),
        })
    }

    pub(crate) fn mode(&self) -> &Mode {
        &self.mode
    }

    /// Reports whether an answer without a body is the HTTP library's own, and no fault's.
    pub(crate) fn keeps_to_the_model(&self) -> bool {
        match &self.mode {
            Mode::Sound | Mode::Traced => true,
            Mode::Broken(_) => false,
        }
    }

    /// Reports whether the server is of this variant.
    pub(crate) fn has_variant(&self, variant: Variant) -> bool {
        self.variants.contains(&variant)
    }

    /// Reports whether this fault shows now.
    pub(crate) fn strikes(&self, breach: FaultKind) -> bool {
        match &self.mode {
            Mode::Sound => false,
            Mode::Broken(own) => own.contains(&breach),
            Mode::Traced => {
                self.reached().insert(breach);
                false
            }
        }
    }

    /// The faults that would have shown since this was asked last.
    pub(crate) fn take_reached(&self) -> BTreeSet<FaultKind> {
        std::mem::take(&mut *self.reached())
    }

    fn reached(&self) -> std::sync::MutexGuard<'_, BTreeSet<FaultKind>> {
        self.reached.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the request at hand is judged with.
///
/// A judgement is synchronous, and the places where a fault can be are all over the server: they ask the thread rather than have the
/// board handed through every signature, as is the custom with fail points.
struct Ambient {
    board: Arc<Board>,
    token: Option<String>,
    kind: Option<OperationKind>,
    deferred: Option<Refusal>,
}

thread_local! {
    static AMBIENT: RefCell<Option<Ambient>> = const { RefCell::new(None) };
}

/// Judges one request with these faults.
pub(crate) fn during<T>(board: &Arc<Board>, judgement: impl FnOnce() -> T) -> T {
    let ambient = Ambient {
        board: Arc::clone(board),
        token: None,
        kind: None,
        deferred: None,
    };
    AMBIENT.set(Some(ambient));
    let judged = judgement();
    AMBIENT.set(None);
    judged
}

/// Reports whether this fault shows in the request at hand.
pub(crate) fn strikes(breach: FaultKind) -> bool {
    AMBIENT.with_borrow(|ambient| {
        let ambient = ambient.as_ref();
        ambient.is_some_and(|ambient| ambient.board.strikes(breach))
    })
}

/// Reports whether the server that judges the request at hand is of this variant.
pub(crate) fn has_variant(variant: Variant) -> bool {
    AMBIENT.with_borrow(|ambient| {
        let ambient = ambient.as_ref();
        ambient.is_some_and(|ambient| ambient.board.has_variant(variant))
    })
}

/// Reports whether this fault of the operation at hand shows.
pub(crate) fn strikes_here(breach: impl FnOnce(OperationKind) -> FaultKind) -> bool {
    AMBIENT.with_borrow(|ambient| {
        let kind = ambient.as_ref().and_then(|ambient| ambient.kind);
        let board = ambient.as_ref().map(|ambient| &ambient.board);
        kind.zip(board)
            .is_some_and(|(kind, board)| board.strikes(breach(kind)))
    })
}

/// Reports whether any fault could show, or a trace is kept.
pub(crate) fn is_watched() -> bool {
    AMBIENT.with_borrow(
        |ambient| match ambient.as_ref().map(|ambient| ambient.board.mode()) {
            None | Some(Mode::Sound) => false,
            Some(Mode::Broken(_) | Mode::Traced) => true,
        },
    )
}

/// Says which token came with the request at hand.
pub(crate) fn sent_token(token: Option<&[u8]>) {
    if !is_watched() {
        return;
    }
    AMBIENT.with_borrow_mut(|ambient| {
        if let Some(ambient) = ambient {
            ambient.token = token.map(|token| String::from_utf8_lossy(token).into_owned());
        }
    });
}

/// The token that came with the request at hand.
pub(crate) fn token() -> Option<String> {
    AMBIENT.with_borrow(|ambient| ambient.as_ref()?.token.clone())
}

/// The first of these faults that shows.
pub(crate) fn which<T: Copy>(all: &[T], breach: impl Fn(T) -> FaultKind) -> Option<T> {
    // All are asked for, so that a trace knows of each.
    let striking: Vec<T> = all
        .iter()
        .copied()
        .filter(|one| strikes(breach(*one)))
        .collect();
    striking.first().copied()
}

/// Says which operation the request at hand is.
pub(crate) fn enter(kind: OperationKind) {
    AMBIENT.with_borrow_mut(|ambient| {
        if let Some(ambient) = ambient {
            ambient.kind = Some(kind);
        }
    });
}

/// Keeps a refusal for later: the operation goes on as if nothing were wrong.
pub(crate) fn defer(refusal: Refusal) {
    AMBIENT.with_borrow_mut(|ambient| {
        if let Some(ambient) = ambient {
            ambient.deferred.get_or_insert(refusal);
        }
    });
}

/// The refusal that was kept for later.
pub(crate) fn deferred() -> Option<Refusal> {
    AMBIENT.with_borrow_mut(|ambient| ambient.as_mut()?.deferred.take())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api_error::DocumentedError;

    const ONE: FaultKind = FaultKind::Status(DocumentedError::MemberNotFound);
    const OTHER: FaultKind = FaultKind::Status(DocumentedError::GroupNotFound);

    #[test]
    fn only_the_fault_that_is_switched_on_shows() {
        let board = Board::new(Mode::Broken([ONE].into()), None);
        assert!(during(&board, || strikes(ONE)));
        assert!(!during(&board, || strikes(OTHER)));
        assert!(!strikes(ONE), "outside a judgement nothing shows");
    }

    #[test]
    fn a_trace_notes_what_would_have_shown_and_shows_nothing() {
        let board = Board::new(Mode::Traced, None);
        assert!(!during(&board, || strikes(ONE)));
        assert_eq!(board.take_reached(), BTreeSet::from([ONE]));
        assert_eq!(board.take_reached(), BTreeSet::new());
    }

    #[test]
    fn a_refusal_that_is_kept_belongs_to_one_request() {
        let board = Board::new(Mode::Sound, None);
        during(&board, || defer(DocumentedError::NotYourMember.into()));
        assert_eq!(during(&board, deferred), None);
    }
}
