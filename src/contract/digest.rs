//! Digests that identify authored files in a few characters.

use sha2::{Digest, Sha256};

/// Returns the SHA-256 digest of texts and their names in this order, as hexadecimal digits.
pub(crate) fn digest_texts<'t>(texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> String {
    let mut digest = Sha256::new();
    for (name, text) in texts {
        for part in [name, text] {
            digest.update(part);
            // No UTF-8 text contains this byte, so text that moves from one part to the next changes the digest.
            digest.update([0xff]);
        }
    }
    let digest = digest.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::digest_texts;

    #[test]
    fn a_digest_is_the_sha_256_of_names_and_texts_with_a_byte_behind_each() {
        assert_eq!(
            digest_texts([]),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            digest_texts([("a.toml", "x = 1\n")]),
            "153d7d9c6c66b9c4be3c57270f77bc2043fc97bd2c28e8192e8691fde381ba39"
        );
    }

    #[test]
    fn text_that_moves_to_another_file_changes_the_digest() {
        let one = digest_texts([("a", "b1"), ("c", "2")]);
        assert_ne!(one, digest_texts([("a", "b"), ("1c", "2")]));
        assert_ne!(one, digest_texts([("c", "2"), ("a", "b1")]));
    }
}
