//! A small seeded generator (SplitMix64), so that the same seed gives the same ids.

use uuid::Uuid;

use super::entity_reference::ShortId;
use super::seams::{ShortIdForm, ShortIdLengthPolicy};

const TOKEN_LETTERS: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const TOKEN_LENGTH: usize = 64;

/// A generator of deterministic random numbers; good enough for ids, not for secrets.
#[derive(Debug)]
pub(crate) struct SeededRandom {
    state: u64,
    ids: ShortIdForm,
}

impl SeededRandom {
    pub(crate) fn new(seed: u64, ids: ShortIdForm) -> Self {
        Self { state: seed, ids }
    }

    fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn draw_letters(&mut self, alphabet: &[u8], count: usize) -> String {
        let size = alphabet.len() as u64;
        (0..count)
            .filter_map(|_| usize::try_from(self.next_u64() % size).ok())
            .filter_map(|index| alphabet.get(index))
            .map(|letter| char::from(*letter))
            .collect()
    }

    pub(crate) fn draw_token(&mut self) -> String {
        self.draw_letters(TOKEN_LETTERS, TOKEN_LENGTH)
    }

    /// Draws a number of 18 digits, as chat platforms use them.
    pub(crate) fn draw_snowflake(&mut self) -> u64 {
        const LEAST: u64 = 100_000_000_000_000_000;
        LEAST + self.next_u64() % (9 * LEAST)
    }

    pub(crate) fn draw_uuid(&mut self) -> Uuid {
        let bits = (u128::from(self.next_u64()) << 64) | u128::from(self.next_u64());
        uuid::Builder::from_random_bytes(bits.to_be_bytes()).into_uuid()
    }

    /// Draws a short id of five letters (older entities) or six (new ones) for which `taken` returns `false`.
    pub(crate) fn draw_short_id(
        &mut self,
        length: IdLength,
        taken: impl Fn(&ShortId) -> bool,
    ) -> ShortId {
        let count = match (self.ids.length, length) {
            (ShortIdLengthPolicy::Five, _) | (ShortIdLengthPolicy::ByAge, IdLength::Five) => 5,
            (ShortIdLengthPolicy::ByAge, IdLength::Six) => 6,
        };
        loop {
            let letters = self.draw_letters(self.ids.letters.list_letters(), count);
            let id = ShortId::from_letters(letters);
            if !taken(&id) {
                return id;
            }
        }
    }
}

/// The number of letters of a short id.
#[derive(Clone, Copy, Debug)]
pub(crate) enum IdLength {
    Five,
    Six,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seeded(seed: u64) -> SeededRandom {
        SeededRandom::new(seed, ShortIdForm::default())
    }

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        let (mut one, mut two) = (seeded(7), seeded(7));
        assert_eq!(one.draw_token(), two.draw_token());
        assert_eq!(one.draw_uuid(), two.draw_uuid());
        assert_ne!(seeded(7).draw_token(), seeded(8).draw_token());
    }

    #[test]
    fn the_generator_is_split_mix_64() {
        // The published first output for seed 0.
        assert_eq!(seeded(0).next_u64(), 0xe220_a839_7b1d_cdaf);
    }

    #[test]
    fn a_uuid_is_of_version_four() {
        let uuid = seeded(1).draw_uuid();
        assert_eq!(uuid.get_version_num(), 4);
        assert_eq!(uuid.to_string().len(), 36);
    }

    #[test]
    fn a_taken_short_id_is_drawn_again() {
        let first = seeded(3).draw_short_id(IdLength::Six, |_| false);
        let second = seeded(3).draw_short_id(IdLength::Six, |id| *id == first);
        assert_ne!(first, second);
        assert_eq!(second.as_str().len(), 6);
    }
}
