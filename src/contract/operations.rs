//! Operations of a contract: the API's list, the ways to be wrong, and the gaps that are left on purpose.

use super::authored::{File, Reader};
use super::{Flaws, Gap, Operation, Page, Way, operation_rules};

/// Every operation of the API, every way in which a request can be wrong, and the cells without a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operations {
    operations: Vec<Operation>,
    ways: Vec<Way>,
    gaps: Vec<Gap>,
}

impl Operations {
    /// Reads a TOML page of `[[way]]`, `[[operation]]` and `[[gap]]` entries.
    ///
    /// ```
    /// use badreq::contract::{Operations, Page};
    ///
    /// let page = Page::new("operations.toml", r#"
    ///     [[way]]
    ///     id = "unknown"
    ///     about = "the path names no thing"
    ///
    ///     [[operation]]
    ///     id = "thing-get"
    ///     method = "GET"
    ///     path = "/things/{thing}"
    ///     ways = ["unknown"]
    /// "#);
    /// let operations = Operations::read(&page)?;
    /// let found = operations.find("GET", "/things/7?full=true");
    /// assert_eq!(found.map(|operation| operation.id.as_str()), Some("thing-get"));
    /// # Ok::<(), badreq::contract::Flaws>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Every flaw at once: a page that is no TOML, an unknown or missing key; an id that stands there twice; an operation with a path
    /// that is none, with a way that is not listed or listed twice, with an undo that is no operation, or that an earlier operation takes
    /// every request from; a way that no operation uses; a gap that names no cell, has no reason, or stands there twice.
    pub fn read(page: &Page) -> Result<Self, Flaws> {
        let mut file = File::new(page.clone());
        let read = file.parse("").map(Self::from_root);
        file.conclude(read)
    }

    fn from_root(mut toml: Reader<'_>) -> Self {
        let ways = toml.list::<Way>("way");
        let operations = toml.list::<Operation>("operation");
        let gaps = toml.list::<Gap>("gap");
        operation_rules::judge(&mut toml, &operations, &ways, &gaps);
        toml.finish();
        Self {
            operations: operations.into_iter().map(|entry| entry.value).collect(),
            ways: ways.into_iter().map(|entry| entry.value).collect(),
            gaps: gaps.into_iter().map(|entry| entry.value).collect(),
        }
    }

    /// The first operation that a request fits, or `None` where the API has none for it.
    ///
    /// `target` is path and query below the base URL.
    #[must_use]
    pub fn find(&self, method: &str, target: &str) -> Option<&Operation> {
        self.operations
            .iter()
            .find(|operation| operation.fits(method, target))
    }

    /// The operation of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// The way of this id.
    #[must_use]
    pub fn way(&self, id: &str) -> Option<&Way> {
        self.ways.iter().find(|way| way.id == id)
    }

    /// Why a cell of the matrix has no case on purpose, or `None` where it is meant to have one.
    #[must_use]
    pub fn gap(&self, operation: &str, way: &str) -> Option<&Gap> {
        self.gaps.iter().find(|gap| {
            gap.way == way
                && (gap.operation == operation || gap.operation == operation_rules::EVERY_OPERATION)
        })
    }

    /// Every operation, in the order in which they are tried.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Every way.
    #[must_use]
    pub fn ways(&self) -> &[Way] {
        &self.ways
    }

    /// Every gap.
    #[must_use]
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }
}
