//! Specifications of fixtures: the values, resources and objects that cases may refer to.

use std::collections::BTreeSet;

use super::request_template::RequestTemplate;
use super::template::{Template, TemplateBindings};
use crate::contract::OperationDefectMatrix;

/// The specifications of all fixtures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FixtureSpecs {
    /// Values that only the operator of the target can supply: `value.NAME`.
    pub values: Vec<OperatorSuppliedValueSpec>,
    /// Values that identify nothing on the target: `unknown.NAME`.
    pub unknown_ids: Vec<UnknownIdSpec>,
    /// Resources that are created and removed again: `NAME.capture`.
    pub created: Vec<CreatedResourceSpec>,
    /// Objects that are read first and restored afterwards: `NAME.capture`.
    pub restored: Vec<RestoredObjectSpec>,
}

/// A value that only the operator of the target can supply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorSuppliedValueSpec {
    /// The name of the value.
    pub name: String,
    /// A description of the value.
    pub about: String,
    /// The target of a read, with `{value}`, that succeeds as long as the value is valid.
    pub validity_read: Option<Template>,
}

/// A value that identifies nothing on the target.
#[derive(Clone, Debug, PartialEq)]
pub struct UnknownIdSpec {
    /// The name of the value.
    pub name: String,
    /// The format of the random value.
    pub format: UnknownIdFormat,
    /// Targets of read requests, with `{value}`, whose responses must show that the value identifies nothing.
    pub absence_reads: Vec<Template>,
}

/// The format of a random value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnknownIdFormat {
    /// A version 4 UUID.
    Uuid,
    /// A fixed number of letters from an alphabet.
    Letters {
        /// The letters to choose from.
        letters: String,
        /// The number of letters.
        length: usize,
    },
    /// A decimal number. Its first digit is 1, so that it fits into 64 bits.
    Digits {
        /// The number of digits.
        length: usize,
    },
}

/// The lifetime of a created resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixtureLifetime {
    /// The whole run.
    Run,
    /// One case, which may destroy the resource.
    Case,
}

/// A value to remember from a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseCapture {
    /// The name after the dot.
    pub name: String,
    /// The JSON pointer to the value in the response body.
    pub pointer: String,
}

/// A resource that is created and removed again.
#[derive(Clone, Debug, PartialEq)]
pub struct CreatedResourceSpec {
    /// The name of the resource.
    pub name: String,
    /// A description of the resource.
    pub about: String,
    /// The request that creates the resource.
    pub create_request: RequestTemplate,
    /// The values to remember from the response.
    pub captures: Vec<ResponseCapture>,
    /// The lifetime of the resource.
    pub lifetime: FixtureLifetime,
    /// Fixtures that are created before this one although its templates do not use them.
    pub depends_on: Vec<String>,
    /// The method and target of the request that removes the resource, if the operation does not define them.
    pub undo_request: Option<(String, Template)>,
}

impl CreatedResourceSpec {
    /// Returns the dotted names that the request uses, and the names of the fixtures that are created before.
    #[must_use]
    pub fn required_names(&self) -> BTreeSet<String> {
        let mut names = self.create_request.referenced_names();
        names.extend(self.depends_on.iter().cloned());
        names
    }
}

/// An object that exists before the run, is read first and restored afterwards.
#[derive(Clone, Debug, PartialEq)]
pub struct RestoredObjectSpec {
    /// The name of the object.
    pub name: String,
    /// A description of the object.
    pub about: String,
    /// The request that reads the object.
    pub read_request: RequestTemplate,
    /// The method and target of the request that writes the object. The body is a part of the object as it was read.
    pub write_request: (String, Template),
    /// Other targets whose requests write the object too, such as those that contain its id.
    pub other_write_targets: Vec<Template>,
    /// The keys that are restored.
    pub restored_keys: Vec<String>,
    /// The values to remember from the object.
    pub captures: Vec<ResponseCapture>,
}

impl RestoredObjectSpec {
    /// Returns the dotted names that are used to read and to write the object.
    #[must_use]
    pub fn required_names(&self) -> BTreeSet<String> {
        let mut names = self.read_request.referenced_names();
        names.extend(self.write_request.1.names().map(str::to_owned));
        names
    }

    /// Reports whether a request to this target writes the object.
    #[must_use]
    pub fn is_write_target(&self, target: &str, bindings: &dyn TemplateBindings) -> bool {
        let mut targets = std::iter::once(&self.write_request.1).chain(&self.other_write_targets);
        targets.any(|own| own.render_text(bindings).is_ok_and(|own| own == target))
    }
}

impl FixtureSpecs {
    /// Returns the target of the read that shows whether the operator's value of this name is valid.
    #[must_use]
    pub fn find_validity_read_target(&self, value: &str) -> Option<&Template> {
        let spec = self.values.iter().find(|spec| spec.name == value)?;
        spec.validity_read.as_ref()
    }

    /// Lists the resources that a run creates and cannot remove: neither they nor their operations say how.
    #[must_use]
    pub fn list_unremovable_resources(
        &self,
        operations: &OperationDefectMatrix,
    ) -> Vec<&CreatedResourceSpec> {
        let has_undo = |spec: &CreatedResourceSpec| {
            let request = &spec.create_request;
            let target = request.target.to_sample_text();
            let operation = operations.find_operation_for_request(&request.method, &target);
            spec.undo_request.is_some() || operation.is_some_and(|own| own.undo.is_some())
        };
        self.created.iter().filter(|spec| !has_undo(spec)).collect()
    }

    /// Returns the specification of the created resource of this name.
    #[must_use]
    pub fn find_created_resource(&self, name: &str) -> Option<&CreatedResourceSpec> {
        self.created.iter().find(|spec| spec.name == name)
    }

    /// Returns the specification of the restored object of this name.
    #[must_use]
    pub fn find_restored_object(&self, name: &str) -> Option<&RestoredObjectSpec> {
        self.restored.iter().find(|spec| spec.name == name)
    }

    /// Returns every dotted name that templates may use.
    #[must_use]
    pub fn available_names(&self) -> BTreeSet<String> {
        let known = self
            .values
            .iter()
            .map(|spec| format!("value.{}", spec.name));
        let unknown = self
            .unknown_ids
            .iter()
            .map(|spec| format!("unknown.{}", spec.name));
        let captures = |name: &str, captures: &[ResponseCapture]| -> Vec<String> {
            captures
                .iter()
                .map(|capture| format!("{name}.{}", capture.name))
                .collect()
        };
        let made = self
            .created
            .iter()
            .flat_map(|spec| captures(&spec.name, &spec.captures));
        let kept = self
            .restored
            .iter()
            .flat_map(|spec| captures(&spec.name, &spec.captures));
        known
            .chain(unknown)
            .chain(made)
            .chain(kept)
            .chain([
                "run".to_owned(),
                "run.id".to_owned(),
                "run.millis".to_owned(),
            ])
            .collect()
    }
}
