//! The pages that a contract is parsed from.

use super::table_settings::TableSettings;
use super::{RequestBodyModelSource, SourceFile, digest_texts};

/// The files of a contract before they are parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractFiles {
    /// The document with the error table; `None` if the settings list all rows.
    pub document: Option<SourceFile>,
    /// The rows that later versions and other pages add, in a table of the same form.
    pub errata: Option<SourceFile>,
    /// The requirements, as TOML; `None` if the generic ones are all.
    pub requirements: Option<SourceFile>,
    /// The error model, rate limits, authorization and production hosts, as TOML.
    pub settings: SourceFile,
    /// The operations, request defects and coverage exclusions, as TOML.
    pub operations: SourceFile,
    /// The models of the bodies of operations, as JSON Schemas.
    pub body_models: Vec<RequestBodyModelSource>,
    /// The JSON Schema of an error body; `None` if it is derived from the error model.
    pub body_schema: Option<SourceFile>,
    /// The sentences of the documentation on which the musts of cases rest, as TOML.
    pub sentences: Option<SourceFile>,
    /// Further pages of the documentation, beside the document and the errata, from which the sentences quote.
    pub quoted_pages: Vec<SourceFile>,
    /// The document that [`ContractFiles::with_document`] replaced; suites may still name its rows.
    pub replaced_document: Option<SourceFile>,
}

impl ContractFiles {
    /// Returns the pages of the built-in contract, named by their paths in the repository.
    ///
    /// ```
    /// use badreq::contract::{Contract, Edition, ContractFiles};
    ///
    /// let contract = Contract::parse(&ContractFiles::embedded(), Edition::Errata)?;
    /// assert!(contract.table.find_row_by_code_and_status(0, 401).is_some());
    /// # Ok::<(), badreq::contract::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn embedded() -> Self {
        let page = |name, text: &str| SourceFile::new(name, text);
        Self {
            document: Some(page(
                "schemas/errors.md",
                include_str!("../../schemas/errors.md"),
            )),
            errata: Some(page(
                "schemas/errata.md",
                include_str!("../../schemas/errata.md"),
            )),
            requirements: Some(page(
                "schemas/requirements.toml",
                include_str!("../../schemas/requirements.toml"),
            )),
            settings: page(
                "schemas/contract.toml",
                include_str!("../../schemas/contract.toml"),
            ),
            operations: page(
                "schemas/operations.toml",
                include_str!("../../schemas/operations.toml"),
            ),
            body_models: RequestBodyModelSource::list_embedded(),
            body_schema: Some(page(
                "schemas/error.schema.json",
                include_str!("../../schemas/error.schema.json"),
            )),
            sentences: Some(page(
                "schemas/sentences.toml",
                include_str!("../../schemas/sentences.toml"),
            )),
            quoted_pages: vec![page("schemas/api.md", include_str!("../../schemas/api.md"))],
            replaced_document: None,
        }
    }

    /// Returns the name of the page with the error table, as the settings of a contract name it, or the usual one; `None` if they list all rows.
    #[must_use]
    pub fn find_document_name(settings: &SourceFile) -> Option<String> {
        TableSettings::find_page_name(settings)
    }

    /// Returns the same pages with another document: a later version, or the table of a fork.
    #[must_use]
    pub fn with_document(self, document: SourceFile) -> Self {
        let replaced = self.replaced_document.or(self.document);
        Self {
            document: Some(document),
            // The sentences quote the document that is replaced.
            sentences: None,
            replaced_document: replaced,
            ..self
        }
    }

    /// Returns the SHA-256 digest of the texts of all pages as hexadecimal digits. File names do not matter, but those by which operations name
    /// their models.
    #[must_use]
    pub fn compute_digest(&self) -> String {
        let pages = [
            ("document", self.document.as_ref()),
            ("errata", self.errata.as_ref()),
            ("requirements", self.requirements.as_ref()),
            ("contract", Some(&self.settings)),
            ("operations", Some(&self.operations)),
            ("body schema", self.body_schema.as_ref()),
            ("sentences", self.sentences.as_ref()),
            ("replaced", self.replaced_document.as_ref()),
        ];
        let pages = pages
            .into_iter()
            .filter_map(|(kind, page)| Some((kind, &*page?.text)));
        let models = self.body_models.iter();
        let models = models.map(|file| (&*file.path, &*file.page.text));
        digest_texts(pages.chain(models))
    }
}

#[cfg(test)]
mod tests {
    use super::ContractFiles;
    use crate::contract::{RequestBodyModelSource, SourceFile};

    #[test]
    fn the_digest_of_a_contract_depends_on_what_its_pages_say_and_not_on_their_names() {
        let own = ContractFiles::embedded();
        let mut renamed = own.clone();
        let document = renamed.document.as_mut().expect("there is a document");
        document.name = "elsewhere/errors.md".to_owned();
        assert_eq!(renamed.compute_digest(), own.compute_digest());
        let mut changed = own.clone();
        changed.errata = Some(SourceFile::new("schemas/errata.md", "another text"));
        assert_ne!(changed.compute_digest(), own.compute_digest());
        let without_errata = ContractFiles {
            errata: None,
            ..own.clone()
        };
        assert_ne!(without_errata.compute_digest(), own.compute_digest());
    }

    #[test]
    fn the_digest_of_a_contract_depends_on_its_models_and_on_how_operations_name_them() {
        let with = |file: &str, page: &str, text: &[u8]| {
            let mut own = ContractFiles::embedded();
            own.body_models = vec![RequestBodyModelSource::from_bytes(file, page, text)];
            own.compute_digest()
        };
        let own = with("a.json", "a.json", b"{}");
        assert_eq!(own, with("a.json", "elsewhere/a.json", b"{}"));
        assert_ne!(own, with("b.json", "a.json", b"{}"));
        assert_ne!(own, with("a.json", "a.json", b"{ }"));
        assert_ne!(own, ContractFiles::embedded().compute_digest());
    }
}
