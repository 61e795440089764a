"""Validates a HAR archive against har-schema and opens it with haralyzer: foreign_har.py FOLDER_OF_SCHEMAS FILE."""

import json
import pathlib
import sys

from haralyzer import HarParser
from jsonschema import Draft6Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT6

folder, file = map(pathlib.Path, sys.argv[1:])
schemas = [json.loads(path.read_text()) for path in folder.glob("*.json")]
registry = Registry().with_resources(
    (schema["$id"], Resource(schema, DRAFT6)) for schema in schemas if "$id" in schema
)
har = json.loads(file.read_text(encoding="utf-8"))
root = next(schema for schema in schemas if schema.get("$id") == "har.json#")
checker = Draft6Validator.FORMAT_CHECKER
errors = list(Draft6Validator(root, registry=registry, format_checker=checker).iter_errors(har))
for error in errors[:10]:
    print(error.json_path, error.message[:300], file=sys.stderr)
if errors:
    sys.exit(f"{len(errors)} objections of har-schema")
pages = HarParser(har).pages
entries = sum(len(page.entries) for page in pages)
assert entries == len(har["log"]["entries"]), f"haralyzer finds {entries} entries"
print(f"{len(pages)} pages, {entries} entries")
