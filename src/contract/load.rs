//! The contract, parsed from all its pages.

use std::collections::BTreeSet;

use super::flaw::both;
use super::terms::Terms;
use super::{
    BodySchema, Edition, ErrorModel, Flaws, Identity, Operations, Origin, RateLimits, Requirements,
    Row, RowName, Sources, Table,
};

/// The promises of the documentation, parsed and validated.
#[derive(Debug)]
pub struct Contract {
    /// The rows of the edition.
    pub table: Table,
    /// The keys of an error body, and the rows whose bodies have the optional keys.
    ///
    /// It may name rows of any edition; rows that are not in [`Contract::table`] cannot be expected.
    pub model: ErrorModel,
    /// The requirements that are judged, each with its level.
    pub requirements: Requirements,
    /// The rate limits, if the contract has any.
    pub limits: Option<RateLimits>,
    /// The operations of the API, and the defects that a request can have.
    pub operations: Operations,
    /// The schema of an error body.
    pub body: BodySchema,
    /// The name of the header field that carries the token.
    pub authorization_header: String,
    /// The request that shows to which account a token belongs, if the contract names one.
    pub identity: Option<Identity>,
    /// The hosts that serve real users, in lower case; they must not be tested by accident.
    pub production_hosts: Vec<String>,
    /// The edition of [`Contract::table`].
    pub edition: Edition,
    /// The SHA-256 digest of all pages, as hexadecimal digits.
    pub digest: String,
    /// The rows of the document and of the errata, regardless of the edition.
    pub documented: Table,
    /// The rows that suites may name.
    every_row: BTreeSet<RowName>,
}

impl Contract {
    /// Loads the built-in contract in its newest edition.
    ///
    /// # Errors
    ///
    /// Fails with the mistakes of its pages; a released version has none.
    pub fn embedded() -> Result<Self, Flaws> {
        Self::load(&Sources::embedded(), Edition::default())
    }

    /// Parses every page of the sources.
    ///
    /// # Errors
    ///
    /// Fails with the mistakes of all pages at once, in the order document, errata, contract, requirements, operations, schema. A row that the
    /// error model names and no edition has is a mistake. The errata are parsed, and their mistakes reported, in every edition.
    pub fn load(sources: &Sources, edition: Edition) -> Result<Self, Flaws> {
        let errata = sources.errata.as_ref();
        let tables = both(
            Table::read(&sources.document, Origin::Document),
            errata
                .map(|page| Table::read(page, Origin::Errata))
                .transpose(),
        )
        .map(|(document, errata)| match errata {
            Some(errata) => (document.clone(), document.with_errata(&errata)),
            None => (document.clone(), document),
        });
        let rows = tables.as_ref().ok();
        let rows = rows.map(|(_, all)| all.rows().iter().map(Row::name).collect::<BTreeSet<_>>());
        let terms = Terms::read(&sources.contract, rows.as_ref());
        let ((tables, terms), (requirements, (operations, body))) = both(
            both(tables, terms),
            both(
                Requirements::read(&sources.requirements),
                both(
                    Operations::read(&sources.operations),
                    BodySchema::read(&sources.body_schema),
                ),
            ),
        )?;
        let replaced = sources
            .replaced
            .iter()
            .filter_map(|page| Table::read(page, Origin::Document).ok());
        let every_row = replaced
            .flat_map(|table| table.rows().iter().map(Row::name).collect::<Vec<_>>())
            .chain(tables.1.rows().iter().map(Row::name))
            .collect();
        Ok(Self {
            every_row,
            table: match edition {
                Edition::Document => tables.0,
                Edition::Errata => tables.1.clone(),
            },
            documented: tables.1,
            model: terms.model,
            requirements,
            limits: terms.limits,
            operations,
            body,
            authorization_header: terms.authorization_header,
            identity: terms.identity,
            production_hosts: terms.production_hosts,
            edition,
            digest: sources.digest(),
        })
    }
}

impl Contract {
    /// Reports whether any edition has this row, even if [`Contract::edition`] does not.
    #[must_use]
    pub fn knows(&self, row: RowName) -> bool {
        self.every_row.contains(&row)
    }
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
