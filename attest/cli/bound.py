"""An approval held against what landed, in lines for a terminal."""

from collections.abc import Iterator
from typing import Any


def lines(binding: dict[str, Any] | None) -> Iterator[str]:
    """What the binding of an approval is, and the files that nobody approved; nothing without one."""
    if binding is None:
        return
    yield f"held against what landed: {binding['result']} ({binding['reason']})"
    if binding["basis"] == "absent":
        yield "the approved revision itself is in doubt"
    if binding["result"] != "residual":
        return
    count = binding["path_count"]
    if count is None:
        yield "not approved: files that could not be listed"
        return
    files = "file" if count == 1 else "files"
    yield f"not approved: {count} {files}, +{binding['added']} -{binding['deleted']}"
    for path in binding["paths"]:
        figures = "no lines" if path["added"] is None else f"+{path['added']} -{path['deleted']}"
        yield f"  {path['path']}  {figures}"
    if count > len(binding["paths"]):
        yield f"  and {count - len(binding['paths'])} more, which the record does not name"
