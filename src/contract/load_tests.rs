use super::{Contract, ContractFiles, Edition};
use crate::contract::{
    ErrorId, RequestBodyConstraint, RequestBodyModelSource, RequestValueRule, SourceFile,
    TokenHeader,
};

/// Returns a contract unlike the built-in one: no rate limits, no errata, one operation.
fn build_library_contract_files() -> ContractFiles {
    let page = |name: &str, text: &str| SourceFile::new(name, text);
    ContractFiles {
        document: Some(page(
            "library.md",
            "|code|HTTP response code|meaning|\n|---|---|---|\n|0|418|Tea only.|\n|12|404|Book '{title}' is lent out.|\n",
        )),
        errata: None,
        requirements: Some(page("requirements.toml", "generic = false\n")),
        settings: page(
            "contract.toml",
            r#"
[auth]
send = "X-Card: {token}"
[error]
code = "/number"
message = "/text"
details = { at = "/mistakes", message = "text", max_length = "most", actual_length = "sent", rows = [] }
wait = { at = "/wait", unit = "ms" }
rate_limit_rows = []
described_rows = ["0/418"]
"#,
        ),
        operations: page(
            "operations.toml",
            "[[operation]]\nid = \"book\"\nmethod = \"GET\"\npath = \"/books/{title}\"\ndefects = []\n",
        ),
        body_models: Vec::new(),
        body_schema: Some(page("body.json", "{}")),
        sentences: None,
        quoted_pages: Vec::new(),
        replaced_document: None,
    }
}

#[test]
fn another_contract_is_read_as_well() {
    let contract =
        Contract::parse(&build_library_contract_files(), Edition::Errata).expect("it is sound");
    assert_eq!(contract.table.rows().len(), 2);
    assert_eq!(contract.token_header, TokenHeader::from_name("X-Card"));
    assert_eq!(contract.limits, None);
    assert!(
        contract
            .operations
            .find_operation_for_request("GET", "/books/Emma")
            .is_some()
    );
    assert!(contract.requirements.as_slice().is_empty());
}

#[test]
fn a_row_of_the_model_that_no_edition_has_is_a_flaw() {
    let mut sources = build_library_contract_files();
    let text = sources.settings.text.replace("0/418", "0/419");
    sources.settings = SourceFile::new("contract.toml", text);
    let flaws = Contract::parse(&sources, Edition::Document).expect_err("there is no such row");
    assert_eq!(flaws.as_slice().len(), 1);
    assert_eq!(
        flaws.to_string(),
        "contract.toml:10: no edition has the row `0/419`\n  | described_rows = [\"0/419\"]\n  help: add it to a table, or did you mean `0/418`?"
    );
}

#[test]
fn a_code_that_errata_give_further_statuses_has_the_same_ids_in_every_edition() {
    let mut sources = build_library_contract_files();
    sources.errata = Some(SourceFile::new(
        "later.md",
        "|code|HTTP response code|meaning|\n|---|---|---|\n|12|410|Gone.|\n|12|409|Lent.|\n",
    ));
    let list_ids = |edition| {
        let contract = Contract::parse(&sources, edition).expect("it is sound");
        let rows = contract.table.rows().iter();
        rows.map(|row| row.id().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(list_ids(Edition::Document), ["0/418", "12/404"]);
    assert_eq!(
        list_ids(Edition::Errata),
        ["0/418", "12/404", "12/410", "12/409"]
    );
}

#[test]
fn a_row_of_the_errata_counts_as_known_under_every_edition() {
    let mut sources = build_library_contract_files();
    let text = sources.settings.text.replace("0/418", "0/419");
    sources.settings = SourceFile::new("contract.toml", text);
    sources.errata = Some(SourceFile::new(
        "later.md",
        "|code|HTTP response code|meaning|source|\n|---|---|---|---|\n|0|419|Too late.|2nd edition|\n",
    ));
    let load = |edition| Contract::parse(&sources, edition).expect("it is sound");
    let row = ErrorId::new(0, 419);
    assert!(load(Edition::Document).table.find_row_by_id(row).is_none());
    let errata = load(Edition::Errata);
    let row = errata
        .table
        .find_row_by_id(row)
        .expect("the errata have it");
    assert_eq!(row.source.as_deref(), Some("2nd edition"));
    assert_eq!(errata.edition, Edition::Errata);
}

#[test]
fn the_rows_of_every_page_are_known_and_no_others() {
    let table = |rows: &str| {
        let text = format!("|code|HTTP response code|meaning|\n|---|---|---|\n{rows}");
        SourceFile::new("page.md", text)
    };
    let mut sources =
        build_library_contract_files().with_document(table("|0|418|Tea only.|\n|13|404|Lost.|\n"));
    sources.errata = Some(table("|0|429|Slow down.|\n"));
    let contract = Contract::parse(&sources, Edition::Document).expect("it is sound");
    let known = |code, status| contract.has_row_in_any_edition(ErrorId::new(code, status));
    assert!(known(13, 404), "the document has it");
    assert!(known(12, 404), "the document that was replaced has it");
    assert!(known(0, 429), "the errata have it");
    assert!(!known(14, 404));
    assert!(!known(0, 404));
}

#[test]
fn the_model_of_an_operation_is_the_file_that_its_body_names() {
    let mut sources = build_library_contract_files();
    sources.operations = SourceFile::new(
        "operations.toml",
        "[[operation]]\nid = \"book\"\nmethod = \"GET\"\npath = \"/books\"\ndefects = []\n\
         [[operation]]\nid = \"lend\"\nmethod = \"POST\"\npath = \"/books\"\nbody = \"models/lend.json\"\ndefects = []\n",
    );
    let text = br#"{ "properties": { "days": { "maximum": 28 } } }"#;
    sources.body_models = vec![RequestBodyModelSource::from_bytes(
        "lend.json",
        "lend.json",
        text,
    )];
    let contract = Contract::parse(&sources, Edition::Document).expect("it is sound");
    let model = contract.find_body_model("lend").expect("it has a model");
    let limit = RequestBodyConstraint {
        place: "/days".to_owned(),
        rule: RequestValueRule::Range,
    };
    assert_eq!(model.constraints(), [limit]);
    assert!(contract.find_body_model("book").is_none());
    assert!(contract.find_body_model("lent").is_none());
}

#[test]
fn the_flaws_of_all_pages_are_reported_at_once() {
    let broken = |name: &str, text: &str| SourceFile::new(name, text);
    let sources = ContractFiles {
        document: Some(broken("a.md", "nothing")),
        errata: Some(broken("b.md", "nothing")),
        settings: broken("c.toml", "x ="),
        requirements: Some(broken("d.toml", "[[requirement]]")),
        operations: broken("e.toml", "[[defect]]"),
        body_models: vec![RequestBodyModelSource::from_bytes("f.json", "f.json", b"{")],
        body_schema: Some(broken("g.json", "{")),
        sentences: None,
        quoted_pages: Vec::new(),
        replaced_document: None,
    };
    let flaws = Contract::parse(&sources, Edition::Document).expect_err("nothing is right");
    let mut files: Vec<String> = flaws.into_iter().map(|flaw| flaw.file).collect();
    files.dedup();
    assert_eq!(
        files,
        [
            "a.md", "b.md", "c.toml", "d.toml", "e.toml", "f.json", "g.json"
        ]
    );
}

#[test]
fn a_contract_can_be_shared_among_threads() {
    fn shared<T: Send + Sync + 'static>(_: &T) {}
    shared(
        &Contract::parse(&build_library_contract_files(), Edition::Errata).expect("it is sound"),
    );
}
