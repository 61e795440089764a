//! The operations of a contract, the request defects, and the coverage exclusions.

use super::authored::{File, Reader};
use super::{Flaws, Gap, Operation, Page, Way, operation_rules};

/// Every operation of the API, every request defect, and the cells that deliberately have no case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operations {
    operations: Vec<Operation>,
    ways: Vec<Way>,
    gaps: Vec<Gap>,
}

impl Operations {
    /// Parses a TOML page of `[[defect]]`, `[[operation]]` and `[[exclusion]]` entries.
    ///
    /// ```
    /// use badreq::contract::{Operations, Page};
    ///
    /// let page = Page::new("operations.toml", r#"
    ///     [[defect]]
    ///     id = "unknown"
    ///     about = "the path names no thing"
    ///
    ///     [[operation]]
    ///     id = "thing-get"
    ///     method = "GET"
    ///     path = "/things/{thing}"
    ///     defects = ["unknown"]
    /// "#);
    /// let operations = Operations::read(&page)?;
    /// let found = operations.find("GET", "/things/7?full=true");
    /// assert_eq!(found.map(|operation| operation.id.as_str()), Some("thing-get"));
    /// # Ok::<(), badreq::contract::Flaws>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails with every mistake at once: a page that is not TOML; an unknown or missing key; a duplicate id; an operation with an invalid path,
    /// with an unknown or duplicate defect, with an undo that is not an operation, or whose requests all match an earlier operation; a defect
    /// that no operation uses; an exclusion that names no cell, has no reason, or is a duplicate.
    pub fn read(page: &Page) -> Result<Self, Flaws> {
        let mut file = File::new(page.clone());
        let read = file.parse("").map(Self::from_root);
        file.conclude(read)
    }

    fn from_root(mut toml: Reader<'_>) -> Self {
        let ways = toml.list::<Way>("defect");
        let operations = toml.list::<Operation>("operation");
        let gaps = toml.list::<Gap>("exclusion");
        operation_rules::judge(&mut toml, &operations, &ways, &gaps);
        toml.finish();
        Self {
            operations: operations.into_iter().map(|entry| entry.value).collect(),
            ways: ways.into_iter().map(|entry| entry.value).collect(),
            gaps: gaps.into_iter().map(|entry| entry.value).collect(),
        }
    }

    /// Returns the first operation that matches a request, or `None` if the API has none for it.
    ///
    /// `target` is the path and query below the base URL.
    #[must_use]
    pub fn find(&self, method: &str, target: &str) -> Option<&Operation> {
        self.operations
            .iter()
            .find(|operation| operation.fits(method, target))
    }

    /// Returns the operation with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// Returns the defect with this id.
    #[must_use]
    pub fn way(&self, id: &str) -> Option<&Way> {
        self.ways.iter().find(|way| way.id == id)
    }

    /// Returns the exclusion of a cell of the matrix, or `None` if the cell must have a case.
    #[must_use]
    pub fn gap(&self, operation: &str, way: &str) -> Option<&Gap> {
        self.gaps.iter().find(|gap| {
            gap.way == way
                && (gap.operation == operation || gap.operation == operation_rules::EVERY_OPERATION)
        })
    }

    /// Returns every operation, in the order in which they are matched.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Returns every defect.
    #[must_use]
    pub fn ways(&self) -> &[Way] {
        &self.ways
    }

    /// Returns every exclusion.
    #[must_use]
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }
}
