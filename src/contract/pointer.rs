//! JSON pointers (RFC 6901).

/// Escapes a key so that it can be one part of a JSON pointer.
pub(crate) fn escape_pointer_key(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::escape_pointer_key;

    #[test]
    fn a_key_with_slashes_and_tildes_stays_one_part_of_a_pointer() {
        assert_eq!(escape_pointer_key("a/b~c~1"), "a~1b~0c~01");
    }
}
