//! The operations of a contract, the request defects, and the coverage exclusions.

use std::collections::BTreeMap;

use super::authored::{SpannedEntry, TableReader, TomlFileReader};
use super::operation_validation::KnownDefects;
use super::standard_defects::list_standard_defects;
use super::{
    ApiOperation, CoverageExclusion, Diagnostics, RequestBodyModelSource, RequestDefect,
    SourceFile, operation_validation,
};

/// Every operation of the API, every request defect that the page defines or uses, and the cells that deliberately have no case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OperationDefectMatrix {
    operations: Vec<ApiOperation>,
    defects: Vec<RequestDefect>,
    exclusions: Vec<CoverageExclusion>,
}

impl OperationDefectMatrix {
    /// Parses a TOML page of `[[defect]]`, `[[operation]]` and `[[exclusion]]` entries. Standard defects such as `missing-token` need no `[[defect]]`; one
    /// with the same id replaces them.
    ///
    /// ```
    /// use badreq::contract::{OperationDefectMatrix, SourceFile};
    ///
    /// let page = SourceFile::new("operations.toml", r#"
    ///     [[defect]]
    ///     id = "unknown"
    ///     about = "a thing that does not exist"
    ///
    ///     [[operation]]
    ///     id = "thing-get"
    ///     method = "GET"
    ///     path = "/things/{thing}"
    ///     defects = ["unknown"]
    /// "#);
    /// let operations = OperationDefectMatrix::parse(&page)?;
    /// let found = operations.find_operation_for_request("GET", "/things/7?full=true");
    /// assert_eq!(found.map(|operation| operation.id.as_str()), Some("thing-get"));
    /// # Ok::<(), badreq::contract::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails with every mistake at once: a page that is not TOML; an unknown or missing key; a duplicate id; an operation with an invalid path,
    /// with an unknown or duplicate defect, with an undo that is not an operation, or whose requests all match an earlier operation; a defect
    /// that no operation uses; an exclusion that names no cell, has no reason, or is a duplicate; a body, since there are no models.
    pub fn parse(page: &SourceFile) -> Result<Self, Diagnostics> {
        Self::parse_with_body_models(page, &[])
    }

    /// Parses like [`OperationDefectMatrix::parse`], and allows the bodies of operations to have these models.
    pub(super) fn parse_with_body_models(
        page: &SourceFile,
        models: &[RequestBodyModelSource],
    ) -> Result<Self, Diagnostics> {
        let mut file = TomlFileReader::new(page.clone());
        let read = file.parse("").map(|toml| Self::from_reader(toml, models));
        file.into_result(read)
    }

    fn from_reader(mut toml: TableReader<'_>, models: &[RequestBodyModelSource]) -> Self {
        let own_defects = toml.read_entries::<RequestDefect>("defect");
        let operations = toml.read_entries::<ApiOperation>("operation");
        let gaps = toml.read_entries::<CoverageExclusion>("exclusion");
        let mut standard = list_standard_defects();
        standard.retain(|defect| own_defects.iter().all(|own| own.value.id != defect.id));
        let defects = KnownDefects {
            own: &own_defects,
            standard: &standard,
        };
        operation_validation::validate_operations(&mut toml, &operations, &defects, &gaps);
        operation_validation::validate_body_model_references(&mut toml, &operations, models);
        toml.diagnose_unread_keys();
        Self {
            defects: own_defects
                .into_iter()
                .map(|entry| entry.value)
                .chain(standard.into_iter().filter(|defect| {
                    let is_used = |entry: &SpannedEntry<ApiOperation>| {
                        entry.value.defects.contains(&defect.id)
                    };
                    operations.iter().any(is_used)
                }))
                .collect(),
            operations: operations.into_iter().map(|entry| entry.value).collect(),
            exclusions: gaps.into_iter().map(|entry| entry.value).collect(),
        }
    }

    /// Returns the first operation that matches a request, or `None` if the API has none for it.
    ///
    /// `target` is the path and query below the base URL.
    #[must_use]
    pub fn find_operation_for_request(&self, method: &str, target: &str) -> Option<&ApiOperation> {
        self.operations
            .iter()
            .find(|operation| operation.matches_request(method, target))
    }

    /// Returns the operation with this id.
    #[must_use]
    pub fn find_operation(&self, id: &str) -> Option<&ApiOperation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// Returns the defect with this id.
    #[must_use]
    pub fn find_defect(&self, id: &str) -> Option<&RequestDefect> {
        self.defects.iter().find(|way| way.id == id)
    }

    /// Returns the exclusion of a cell of the matrix, or `None` if the cell must have a case.
    #[must_use]
    pub fn find_exclusion(&self, operation: &str, way: &str) -> Option<&CoverageExclusion> {
        self.exclusions.iter().find(|gap| {
            gap.defect == way
                && (gap.operation == operation
                    || gap.operation == operation_validation::EVERY_OPERATION)
        })
    }

    /// Returns every operation, in the order in which they are matched.
    #[must_use]
    pub fn operations(&self) -> &[ApiOperation] {
        &self.operations
    }

    /// Returns every defect.
    #[must_use]
    pub fn defects(&self) -> &[RequestDefect] {
        &self.defects
    }

    /// Returns the method and path of each operation, by its id.
    #[must_use]
    pub fn describe_operations_by_id(&self) -> BTreeMap<String, String> {
        let operations = self.operations.iter();
        operations
            .map(|own| (own.id.clone(), format!("{} {}", own.method, own.path)))
            .collect()
    }

    /// Returns the description of each defect, by its id.
    #[must_use]
    pub fn describe_defects_by_id(&self) -> BTreeMap<String, String> {
        let defects = self.defects.iter();
        defects
            .map(|own| (own.id.clone(), own.about.clone()))
            .collect()
    }

    /// Returns every exclusion.
    #[must_use]
    pub fn exclusions(&self) -> &[CoverageExclusion] {
        &self.exclusions
    }
}
