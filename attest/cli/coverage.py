"""What reaches each criterion and how far, for a terminal and as a page of the documentation."""

from collections.abc import Iterator

from attest.model.control import Catalog, Criterion, Framework

_STATUS = {"in_force": "in force", "superseded": "superseded", "proposed": "proposed, not in force"}
_HEAD = (
    "| item | reached by | what that does not reach | to attach |",
    "| --- | --- | --- | --- |",
)
PAGE_HEAD = """\
# Coverage: every criterion, and what reaches it

Printed from the control packs by `attest controls coverage --markdown`; do not edit by hand.
What the words mean, and what no standard here says, is in [requirements-mapping.md](requirements-mapping.md).
"""


def lines(catalog: Catalog) -> Iterator[str]:
    """Every criterion with its tests, their strength and limits, and what else has to be attached."""
    for framework in catalog.frameworks:
        yield f"{framework.title}, {framework.edition}"
        yield f"  {_STATUS[framework.status]} from {framework.effective_from}; {_counts(framework)}"
        for criterion in framework.criteria:
            yield f"  {criterion.display}{_bracketed(criterion)}"
            yield from (f"    {line}" for line in details(criterion))


def details(criterion: Criterion) -> Iterator[str]:
    """All that a reader of one criterion needs beside its summary."""
    for mapping in criterion.mappings:
        yield f"{mapping.assertion} ({mapping.strength}): {mapping.limits}"
    if not criterion.mappings:
        yield "external: no test reaches it"
    if criterion.unmapped:
        yield f"not mapped on purpose: {criterion.unmapped}"
    if criterion.attach:
        yield f"attach: {criterion.attach}"
    if criterion.alternative:
        yield f"attach where an alternative stands in for it: {criterion.alternative}"
    yield f"limits: {criterion.limits}"


def facts(criterion: Criterion) -> tuple[str, ...]:
    """How it binds, whether it is in force, whom it concerns, and how an assessor tests it."""
    days = tuple(
        f"{word} {day}"
        for word, day in (("from", criterion.effective_from), ("until", criterion.effective_to))
        if day
    )
    status = () if criterion.status == "in_force" else (_STATUS[criterion.status],)
    successor = (f"by {criterion.superseded_by}",) if criterion.superseded_by else ()
    testing = (f"tested by {', '.join(criterion.testing)}",) if criterion.testing else ()
    return tuple(
        word
        for word in (criterion.designation, *status, *successor, *days, criterion.scope, *testing)
        if word
    )


def page(catalog: Catalog) -> str:
    """The same as one page in Markdown."""
    return "\n".join([PAGE_HEAD, *_page(catalog)]) + "\n"


def _page(catalog: Catalog) -> Iterator[str]:
    for framework in catalog.frameworks:
        yield f"## {framework.title}"
        yield ""
        yield f"{framework.edition}; {_STATUS[framework.status]} from {framework.effective_from}."
        yield f"Id `{framework.id}`: {_counts(framework)}."
        yield ""
        yield from _HEAD
        yield from (_row(criterion) for criterion in framework.criteria)
        yield ""


def _row(criterion: Criterion) -> str:
    told = facts(criterion)
    item = f"{criterion.display}<br>`{criterion.id}`" + (f"<br>{'; '.join(told)}" if told else "")
    reached = "<br>".join(f"{mapping.assertion} {mapping.strength}" for mapping in criterion.mappings)
    limits = [f"{mapping.assertion}: {mapping.limits}" for mapping in criterion.mappings]
    attach = [criterion.attach, f"or, for an alternative: {criterion.alternative}"]
    cells = (
        item,
        reached or ("none, on purpose" if criterion.unmapped else "none: external"),
        "<br>".join([*limits, criterion.unmapped or criterion.limits]),
        "<br>".join(attach if criterion.alternative else attach[:1]),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _counts(framework: Framework) -> str:
    total = len(framework.criteria)
    reached = sum(bool(item.mappings) for item in framework.criteria)
    return f"{reached} of {total} criteria have a test procedure, {total - reached} are external"


def _bracketed(criterion: Criterion) -> str:
    told = facts(criterion)
    return f"  [{'; '.join(told)}]" if told else ""
