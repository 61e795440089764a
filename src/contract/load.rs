//! The contract, parsed from all its pages.

use std::collections::{BTreeMap, BTreeSet};

use super::body_model_file::parse_body_models;
use super::derived_body_schema::derive_body_schema;
use super::diagnostics::combine_results;
use super::generic_requirements::list_generic_requirements;
use super::requirement_list::RequirementsFile;
use super::settings::ContractSettings;
use super::table_settings::{TableLayout, TableSettings};
use super::{
    ContractFiles, Diagnostics, Edition, ErrorBodySchema, ErrorId, ErrorModel, ErrorRow,
    ErrorTable, IdentityRequest, OperationDefectMatrix, RateLimits, RequestBodyModel,
    RequirementList, RowOrigin, SentenceList, SourceFile, TokenHeader,
};

/// The promises of the documentation, parsed and validated.
#[derive(Debug)]
pub struct Contract {
    /// The rows of the edition.
    pub table: ErrorTable,
    /// The keys of an error body, and the rows whose bodies have the optional keys.
    ///
    /// It may name rows of any edition; rows that are not in [`Contract::table`] cannot be expected.
    pub model: ErrorModel,
    /// The requirements that are judged, each with its level.
    pub requirements: RequirementList,
    /// The rate limits, if the contract has any.
    pub limits: Option<RateLimits>,
    /// The operations of the API, and the defects that a request can have.
    pub operations: OperationDefectMatrix,
    /// The sentences of the documentation on which the musts of cases rest; none where the contract names none.
    pub sentences: SentenceList,
    /// The schema of an error body.
    pub body_schema: ErrorBodySchema,
    /// The header field that carries the token.
    pub token_header: TokenHeader,
    /// The request that shows to which account a token belongs, if the contract names one.
    pub identity: Option<IdentityRequest>,
    /// The hosts that serve real users, in lower case; they must not be tested by accident.
    pub production_hosts: Vec<String>,
    /// The edition of [`Contract::table`].
    pub edition: Edition,
    /// The SHA-256 digest of all pages, as hexadecimal digits.
    pub digest: String,
    /// The rows of the document and of the errata, regardless of the edition.
    pub full_table: ErrorTable,
    /// The rows that suites may name.
    all_row_ids: BTreeSet<ErrorId>,
    /// The place and the headings of the error table on its page.
    table_layout: TableLayout,
    /// The models of request bodies, by the paths of their files.
    body_models: BTreeMap<String, RequestBodyModel>,
}

impl Contract {
    /// Loads the built-in contract in its newest edition.
    ///
    /// # Errors
    ///
    /// Fails with the mistakes of its pages; a released version has none.
    pub fn embedded() -> Result<Self, Diagnostics> {
        Self::parse(&ContractFiles::embedded(), Edition::default())
    }

    /// Parses every page of the sources.
    ///
    /// # Errors
    ///
    /// Fails with the mistakes of all pages at once, in the order document, errata, contract, requirements, operations, models, schema. A row that the
    /// error model names and no edition has is a mistake. The errata are parsed, and their mistakes reported, in every edition.
    pub fn parse(sources: &ContractFiles, edition: Edition) -> Result<Self, Diagnostics> {
        let errata = sources.errata.as_ref();
        let table_settings = TableSettings::parse(&sources.settings);
        let layout = match &table_settings {
            Ok(settings) => settings.layout.clone(),
            Err(_) => TableLayout::default(),
        };
        let parse = |page: Option<&SourceFile>, origin| {
            page.map(|page| ErrorTable::parse_with_layout(page, origin, &layout))
                .transpose()
        };
        let document = parse(sources.document.as_ref(), RowOrigin::Document);
        let document = combine_results(document, table_settings)
            .map(|(table, settings)| table.unwrap_or_default().with_rows(settings.rows));
        let full_table = combine_results(document, parse(errata, RowOrigin::Errata));
        let full_table = full_table.map(|(document, errata)| match errata {
            Some(errata) => document.with_errata(&errata),
            None => document,
        });
        let rows = full_table.as_ref().ok();
        let rows = rows.map(|all| all.rows().iter().map(ErrorRow::id).collect::<BTreeSet<_>>());
        let terms = ContractSettings::parse(&sources.settings, rows.as_ref());
        let pages = [sources.document.as_ref(), errata];
        let pages: Vec<&SourceFile> = pages
            .into_iter()
            .flatten()
            .chain(&sources.quoted_pages)
            .collect();
        let sentences = sources.sentences.as_ref();
        let sentences = sentences.map(|file| SentenceList::parse(file, &pages));
        let models = &sources.body_models;
        let operations = OperationDefectMatrix::parse_with_body_models(&sources.operations, models);
        let models = parse_body_models(models, operations.as_ref().ok());
        let operations = combine_results(operations, models);
        let own_requirements = sources.requirements.as_ref();
        let own_requirements = own_requirements.map(RequirementsFile::parse).transpose();
        let own_schema = sources.body_schema.as_ref().map(ErrorBodySchema::parse);
        let (((full_table, terms), sentences), (own_requirements, (operations, own_schema))) =
            combine_results(
                combine_results(combine_results(full_table, terms), sentences.transpose()),
                combine_results(
                    own_requirements,
                    combine_results(operations, own_schema.transpose()),
                ),
            )?;
        let requirements = RequirementList::combine(own_requirements, || {
            list_generic_requirements(&terms.model, terms.limits.as_ref())
        })?;
        let body_schema = match own_schema {
            Some(schema) => schema,
            None => {
                let document = derive_body_schema(&terms.model, full_table.code_type());
                ErrorBodySchema::from_document(document).map_err(|error| {
                    let what = format!("no schema follows from the error model: {error}");
                    sources.settings.whole_file_diagnostic(what)
                })?
            }
        };
        let replaced = parse(sources.replaced_document.as_ref(), RowOrigin::Document);
        let replaced = replaced.ok().flatten().unwrap_or_default();
        let every_row = replaced.rows().iter().chain(full_table.rows());
        let every_row = every_row.map(ErrorRow::id).collect();
        Ok(Self {
            all_row_ids: every_row,
            table_layout: layout,
            body_models: operations.1,
            table: full_table.select_edition(edition),
            full_table,
            model: terms.model,
            requirements,
            limits: terms.limits,
            operations: operations.0,
            sentences: sentences.unwrap_or_default(),
            body_schema,
            token_header: terms.token_header,
            identity: terms.identity,
            production_hosts: terms.production_hosts,
            edition,
            digest: sources.compute_digest(),
        })
    }
}

impl Contract {
    /// Reports whether any edition has this row, even if [`Contract::edition`] does not.
    #[must_use]
    pub fn has_row_in_any_edition(&self, row: ErrorId) -> bool {
        self.all_row_ids.contains(&row)
    }

    /// Returns the rows of all editions whose meaning describes the error instead of giving its message.
    #[must_use]
    pub fn list_described_rows(&self) -> Vec<ErrorId> {
        let rows = self.full_table.rows().iter().map(ErrorRow::id);
        rows.filter(|row| self.model.described_rows.contains(row))
            .collect()
    }

    /// Parses the table of another page, which has the place and the headings of the contract's own.
    ///
    /// # Errors
    ///
    /// Fails like [`ErrorTable::parse`].
    pub fn parse_table_like_own(&self, page: &SourceFile) -> Result<ErrorTable, Diagnostics> {
        ErrorTable::parse_with_layout(page, RowOrigin::Document, &self.table_layout)
    }

    /// Returns the model of the request bodies of an operation, or `None` if there is no such operation or it has no model.
    #[must_use]
    pub fn find_body_model(&self, operation: &str) -> Option<&RequestBodyModel> {
        let file = self.operations.find_operation(operation)?.body.as_ref()?;
        self.body_models.get(file)
    }
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
