//! Loading: all pages of a contract, or everything that is wrong with any of them.

use std::collections::BTreeSet;

use super::flaw::both;
use super::terms::Terms;
use super::{
    BodySchema, Edition, ErrorModel, Flaws, Identity, Operations, Origin, RateLimits, Requirements,
    Row, RowName, Sources, Table,
};

/// What the documentation promises, read and found sound.
#[derive(Debug)]
pub struct Contract {
    /// The rows of the edition.
    pub table: Table,
    /// The keys of an error body and which rows carry the optional ones.
    ///
    /// It names rows of any edition; those that [`Contract::table`] does not have cannot be expected.
    pub model: ErrorModel,
    /// Which requirements are judged, and how strictly.
    pub requirements: Requirements,
    /// The rate limits, where the contract has any.
    pub limits: Option<RateLimits>,
    /// What the API offers, and the ways to ask for it wrongly.
    pub operations: Operations,
    /// The schema of an error body.
    pub body: BodySchema,
    /// The name of the header that carries the token.
    pub authorization_header: String,
    /// The read that shows whose token it is, where the contract names one.
    pub identity: Option<Identity>,
    /// Hosts that serve real users, in lower case: not to be tested by accident.
    pub production_hosts: Vec<String>,
    /// The edition of [`Contract::table`].
    pub edition: Edition,
    /// The SHA-256 digest of all its pages, as hexadecimal digits.
    pub digest: String,
    /// The document and the errata, whichever the edition: what is documented at all.
    pub documented: Table,
    /// The rows that suites may speak of.
    every_row: BTreeSet<RowName>,
}

impl Contract {
    /// Reads the contract that is built in, by its newest edition.
    ///
    /// # Errors
    ///
    /// The flaws of its pages; a released version has none.
    pub fn embedded() -> Result<Self, Flaws> {
        Self::load(&Sources::embedded(), Edition::default())
    }

    /// Reads every page of the sources.
    ///
    /// # Errors
    ///
    /// The flaws of all pages at once, in the order document, errata, contract, requirements, operations, schema; among them a row that the
    /// error model names and no edition has. The errata are read, and may be at fault, whichever the edition.
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
    /// Whether some edition has this row, though perhaps not the one at hand.
    #[must_use]
    pub fn knows(&self, row: RowName) -> bool {
        self.every_row.contains(&row)
    }
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
