use rstest::rstest;

use super::*;
use crate::target::Proxy;

fn redact_text(text: &str) -> (String, Vec<Actor>) {
    let token = |text: &str| Some(text.parse().expect("it is a token"));
    let credentials = Credentials::new(token("abc/+"), token("abc/+d==")).expect("they differ");
    let mut seen = Vec::new();
    let clean = SecretRedactor::new(&credentials, &[], None)
        .redact_bytes(text.as_bytes().to_vec(), &mut seen);
    (String::from_utf8(clean).expect("it is text"), seen)
}

#[rstest]
#[case::none("abc", "abc", &[])]
#[case::alone("abc/+", "[owner token]", &[Actor::Owner])]
#[case::within("<abc/+>", "<[owner token]>", &[Actor::Owner])]
#[case::twice("abc/+abc/+", "[owner token][owner token]", &[Actor::Owner])]
#[case::the_longer_of_two_that_begin_alike("abc/+d==", "[stranger token]", &[Actor::Stranger])]
#[case::both("abc/+, abc/+d==.", "[owner token], [stranger token].", &[Actor::Owner, Actor::Stranger])]
#[case::escaped_in_json(r#"{"t":"abc\/+d=="}"#, r#"{"t":"[stranger token]"}"#, &[Actor::Stranger])]
#[case::as_a_number_in_json(r#"{"t":"abc/\u002Bd\u003d="}"#, r#"{"t":"[stranger token]"}"#, &[Actor::Stranger])]
#[case::with_its_first_character_escaped("?t=%61bc%2f%2b&", "?t=[owner token]&", &[Actor::Owner])]
#[case::with_its_first_character_as_a_number(r#"{"t":"\u0061bc/+"}"#, r#"{"t":"[owner token]"}"#, &[Actor::Owner])]
#[case::escaped_in_small_letters("?t=abc%2f%2b&", "?t=[owner token]&", &[Actor::Owner])]
#[case::escaped_in_a_url("?t=abc%2F%2B&", "?t=[owner token]&", &[Actor::Owner])]
fn tokens_are_replaced_by_the_name_of_their_actor(
    #[case] text: &str,
    #[case] clean: &str,
    #[case] seen: &[Actor],
) {
    assert_eq!(redact_text(text), (clean.to_owned(), seen.to_vec()));
}

#[test]
fn a_secret_header_is_replaced_by_its_name_and_is_nobodys_token() {
    let gate = ExtraHeader::new_secret("X-Gate", "GATE", "open/sesame").expect("it can be sent");
    let plain = ExtraHeader::new_plain("X-Plain", "plain words").expect("it can be sent");
    let mut seen = Vec::new();
    let clean = SecretRedactor::new(&Credentials::default(), &[gate, plain], None)
        .redact_bytes(br#"<open\/sesame> plain words"#.to_vec(), &mut seen);
    assert_eq!(clean, b"<[X-Gate]> plain words");
    assert_eq!(seen, []);
}

#[test]
fn a_token_is_found_in_the_name_of_a_header_which_comes_in_lower_case() {
    let token = Some("Abc-D1".parse().expect("it is a token"));
    let credentials = Credentials::new(token, None).expect("there is one");
    let mut seen = Vec::new();
    let redactor = SecretRedactor::new(&credentials, &[], None);
    let name = redactor.redact_header_name("x-abc-d1-y".to_owned(), &mut seen);
    assert_eq!(
        (name.as_str(), seen.as_slice()),
        ("x-[owner token]-y", [Actor::Owner].as_slice())
    );
}

#[test]
fn without_tokens_nothing_is_replaced() {
    let mut seen = Vec::new();
    let clean = SecretRedactor::new(&Credentials::default(), &[], None)
        .redact_bytes(b"abc".to_vec(), &mut seen);
    assert_eq!(
        (clean.as_slice(), seen.as_slice()),
        (b"abc".as_slice(), [].as_slice())
    );
}

/// A token of 32 bytes, written below as `base64` and `xxd -p` write them.
const LONG_TOKEN: &str = "Kq7/vB+xZ0tR5mWc9aLpE2sUfH4jNdYo";

#[rstest]
#[case::in_small_letters("<kq7/vb+xz0tr5mwc9alpe2sufh4jndyo>", "<[owner token]>")]
#[case::in_base64("S3E3L3ZCK3haMHRSNW1XYzlhTHBFMnNVZkg0ak5kWW8=", "[owner token]8=")]
#[case::in_base64_behind_one_byte(
    "OktxNy92Qit4WjB0UjVtV2M5YUxwRTJzVWZINGpOZFlv",
    "Ok[owner token]"
)]
#[case::in_base64_behind_two_bytes(
    "eDpLcTcvdkIreFowdFI1bVdjOWFMcEUyc1VmSDRqTmRZbw==",
    "eDp[owner token]w=="
)]
#[case::in_hexadecimal(
    "4b71372f76422b785a307452356d576339614c70453273556648346a4e64596f",
    "[owner token]"
)]
#[case::in_large_hexadecimal(
    "4B71372F76422B785A307452356D576339614C70453273556648346A4E64596F",
    "[owner token]"
)]
#[case::cut_off("Kq7/vB+xZ0tR5mWc9aLpE2sU…", "[owner token]…")]
#[case::cut_off_early("Kq7/vB+xZ0tR5mWc9aLpE2s…", "Kq7/vB+xZ0tR5mWc9aLpE2s…")]
fn a_long_token_is_found_in_other_forms_too(#[case] text: &str, #[case] clean: &str) {
    let token = Some(LONG_TOKEN.parse().expect("it is a token"));
    let credentials = Credentials::new(token, None).expect("there is one");
    let mut seen = Vec::new();
    let redactor = SecretRedactor::new(&credentials, &[], None);
    let redacted = redactor.redact_bytes(text.as_bytes().to_vec(), &mut seen);
    assert_eq!(String::from_utf8_lossy(&redacted), clean);
    assert_eq!(!seen.is_empty(), text != clean);
}

#[test]
fn of_two_tokens_that_begin_alike_the_whole_one_is_told() {
    let (owner, stranger) = (format!("{LONG_TOKEN}-a"), format!("{LONG_TOKEN}-other"));
    let token = |text: &str| Some(text.parse().expect("it is a token"));
    let credentials = Credentials::new(token(&owner), token(&stranger)).expect("they differ");
    let mut seen = Vec::new();
    let redactor = SecretRedactor::new(&credentials, &[], None);
    let redacted = redactor.redact_bytes(owner.into_bytes(), &mut seen);
    assert_eq!(redacted, b"[owner token]");
    assert_eq!(seen, [Actor::Owner]);
}

#[rstest]
#[case::password(
    "wrong password hunter2hunter2",
    "wrong password [proxy-authorization]"
)]
#[case::pair("wrong: me:hunter2hunter2", "wrong: [proxy-authorization]")]
#[case::as_sent("Basic bWU6aHVudGVyMmh1bnRlcjI=", "Basic [proxy-authorization]")]
fn the_credentials_of_a_proxy_are_replaced(#[case] text: &str, #[case] shown: &str) {
    let proxy: Proxy = "http://me:hunter2hunter2@proxy:1"
        .parse()
        .expect("it is a proxy");
    let redactor = SecretRedactor::new(&Credentials::default(), &[], proxy.credentials());
    let mut seen = Vec::new();
    let clean = redactor.redact_bytes(text.as_bytes().to_vec(), &mut seen);
    assert_eq!(String::from_utf8_lossy(&clean), shown);
    assert_eq!(seen, []);
}
