"""Reads a JSON list of documents and prints a line for each: valid or invalid under the schema given as argument."""
import json
import sys

try:
    import jsonschema
except ImportError:
    sys.exit(77)

with open(sys.argv[1]) as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for document in json.load(sys.stdin):
    print("valid" if validator.is_valid(document) else "invalid")
