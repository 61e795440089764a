//! The files with the models of request bodies.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use super::{Diagnostic, Diagnostics, OperationDefectMatrix, RequestBodyModel, SourceFile};

static EMBEDDED_MODELS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/schemas/models");

/// A file with the model of request bodies, before it is parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestBodyModelSource {
    /// The path by which operations name the file: `models/book.schema.json`.
    pub path: String,
    /// The page; each byte that is not UTF-8 is replaced.
    pub page: SourceFile,
    /// The place of the first byte that is not UTF-8.
    pub invalid_byte: Option<usize>,
}

impl RequestBodyModelSource {
    /// The folder of the models, beside the file with the operations.
    pub const FOLDER: &'static str = "models";

    /// Returns the file `file_name` of the folder of models. `page_name` is the name by which diagnostics refer to it.
    ///
    /// ```
    /// use badreq::contract::RequestBodyModelSource;
    ///
    /// let file = RequestBodyModelSource::from_bytes("book.schema.json", "shop/models/book.schema.json", b"{}");
    /// assert_eq!(file.path, "models/book.schema.json");
    /// assert_eq!(&*file.page.text, "{}");
    /// ```
    #[must_use]
    pub fn from_bytes(file_name: &str, page_name: impl Into<String>, bytes: &[u8]) -> Self {
        let invalid_byte = std::str::from_utf8(bytes).err();
        Self {
            path: format!("{}/{file_name}", Self::FOLDER),
            page: SourceFile::new(page_name, String::from_utf8_lossy(bytes)),
            invalid_byte: invalid_byte.map(|error| error.valid_up_to()),
        }
    }

    /// Returns the files of the built-in contract, in the order of their names.
    pub(super) fn list_embedded() -> Vec<Self> {
        let mut files: Vec<Self> = EMBEDDED_MODELS
            .files()
            .map(|file| {
                let name = file.path().display().to_string();
                let page_name = format!("schemas/{}/{name}", Self::FOLDER);
                Self::from_bytes(&name, page_name, file.contents())
            })
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    fn parse(&self) -> Result<RequestBodyModel, Diagnostics> {
        if let Some(byte) = self.invalid_byte {
            let line = self.page.span_of_line(self.page.line_number_at(byte));
            let what = "the model is not UTF-8 text";
            let flaw = self.page.diagnostic_at(line, what);
            return Err(flaw.with_hint("save the file as UTF-8").into());
        }
        RequestBodyModel::parse(&self.page)
    }

    fn diagnose_if_unused(&self, operations: &OperationDefectMatrix) -> Option<Diagnostic> {
        let mut named = operations.operations().iter().map(|own| own.body.as_ref());
        if named.any(|body| body == Some(&self.path)) {
            return None;
        }
        let hint = format!(
            "write `body = \"{}\"` into an operation, or remove the file",
            self.path
        );
        let flaw = self
            .page
            .whole_file_diagnostic("no operation has this model");
        Some(flaw.with_hint(hint))
    }
}

/// Parses models, by their paths.
///
/// # Errors
///
/// Fails with every mistake of every file. If the operations are known, a file that none of them names is a mistake.
pub(super) fn parse_body_models(
    files: &[RequestBodyModelSource],
    operations: Option<&OperationDefectMatrix>,
) -> Result<BTreeMap<String, RequestBodyModel>, Diagnostics> {
    let mut models = BTreeMap::new();
    let mut flaws: Vec<Diagnostic> = Vec::new();
    for file in files {
        match file.parse() {
            Ok(model) => {
                models.insert(file.path.clone(), model);
            }
            Err(mistakes) => flaws.extend(mistakes),
        }
        flaws.extend(operations.and_then(|operations| file.diagnose_if_unused(operations)));
    }
    match Diagnostics::from_nonempty(flaws) {
        Some(flaws) => Err(flaws),
        None => Ok(models),
    }
}

#[cfg(test)]
mod tests {
    use super::{RequestBodyModelSource, parse_body_models};
    use crate::contract::{Diagnostic, OperationDefectMatrix, SourceFile};

    fn file(name: &str, bytes: &[u8]) -> RequestBodyModelSource {
        RequestBodyModelSource::from_bytes(name, format!("shop/models/{name}"), bytes)
    }

    #[test]
    fn a_file_is_named_by_its_path_in_the_contract_and_its_page_by_its_own() {
        let file = file("book.json", b"{}");
        assert_eq!(file.path, "models/book.json");
        assert_eq!(file.page, SourceFile::new("shop/models/book.json", "{}"));
        assert_eq!(file.invalid_byte, None);
    }

    #[test]
    fn a_file_that_is_not_utf_8_is_a_flaw_at_the_line_of_its_first_such_byte() {
        let files = [file("book.json", b"{\n\"title\": \"caf\xe9\"\n}")];
        let flaws = parse_body_models(&files, None).expect_err("it is Latin-1");
        let [flaw] = flaws.as_slice() else {
            panic!("one flaw, not {flaws}");
        };
        assert_eq!(flaw.message, "the model is not UTF-8 text");
        assert_eq!(flaw.line(), Some(2));
        assert_eq!(flaw.hint.as_deref(), Some("save the file as UTF-8"));
    }

    #[test]
    fn the_flaws_of_all_files_are_reported_at_once() {
        let files = [
            file("a.json", b"{"),
            file("b.json", b"{}"),
            file("c.json", b"\xff"),
            file("d.json", br#"{"type": "strnig"}"#),
        ];
        let flaws = parse_body_models(&files, None).expect_err("three are wrong");
        let names: Vec<&str> = flaws
            .as_slice()
            .iter()
            .map(|own| own.file.as_str())
            .collect();
        assert_eq!(
            names,
            [
                "shop/models/a.json",
                "shop/models/c.json",
                "shop/models/d.json"
            ]
        );
    }

    #[test]
    fn a_model_that_no_operation_names_is_a_flaw() {
        let files = [file("book.json", b"{}"), file("spare.json", b"{}")];
        let text = "[[operation]]\nid = \"book\"\nmethod = \"POST\"\npath = \"/books\"\n\
                    body = \"models/book.json\"\ndefects = []\n";
        let page = SourceFile::new("operations.toml", text);
        let operations =
            OperationDefectMatrix::parse_with_body_models(&page, &files).expect("it is sound");
        let flaws = parse_body_models(&files, Some(&operations)).expect_err("one is spare");
        let messages: Vec<String> = flaws
            .into_iter()
            .map(|own: Diagnostic| own.to_string())
            .collect();
        assert_eq!(
            messages,
            ["shop/models/spare.json: no operation has this model\n  \
              help: write `body = \"models/spare.json\"` into an operation, or remove the file"]
        );
    }
}
