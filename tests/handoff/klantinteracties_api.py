"""The part of Klantinteracties 0.9.0 that we use, cut out of the whole OpenAPI: `python -m tests.handoff.klantinteracties_api OPENAPI.YAML`.

The whole is of Open Klant (maykinmedia/open-klant, `src/openklant/components/klantinteracties/openapi.yaml`, EUPL-1.2, as Wegwijs is).
"""

import sys
from pathlib import Path
from typing import Any

import yaml

CUT = Path(__file__).with_name("klantinteracties.yaml")
PATHS = ("actoren", "betrokkenen", "digitaleadressen", "internetaken", "klantcontacten")
METHODS = ("get", "post", "patch", "delete")


def cut(whole: dict[str, Any]) -> dict[str, Any]:
    """Our paths and methods, and every schema that they name."""
    ours = {path for name in PATHS for path in (f"/{name}", f"/{name}/{{uuid}}")}
    paths = {path: {method: item[method] for method in METHODS if method in item} for path, item in whole["paths"].items() if path in ours}
    schemas: dict[str, Any] = {}
    waiting = _named(paths)
    while waiting:
        name = waiting.pop()
        if name not in schemas:
            schemas[name] = whole["components"]["schemas"][name]
            waiting |= _named(schemas[name])
    components = {"schemas": dict(sorted(schemas.items())), "securitySchemes": whole["components"]["securitySchemes"]}
    info = {name: whole["info"][name] for name in ("title", "version", "license")}
    return {"openapi": whole["openapi"], "info": info, "servers": whole["servers"], "paths": paths, "components": components}


def _named(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"].rpartition("/")[2]} if isinstance(part.get("$ref"), str) else set()
        named = (
            {str(target).rpartition("/")[2] for target in part.get("mapping", {}).values()}
            if isinstance(part.get("mapping"), dict)
            else set()
        )
        return own.union(named, *(_named(value) for value in part.values()))
    return set().union(*(_named(value) for value in part)) if isinstance(part, list) else set()


if __name__ == "__main__":
    found = cut(yaml.safe_load(Path(sys.argv[1]).read_text(encoding="utf-8")))
    CUT.write_text(yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=140), encoding="utf-8")
