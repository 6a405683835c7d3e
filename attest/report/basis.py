"""Which tests rest on what commit messages declare, so that it stands beside their figures."""

from attest.model.control import Declaration, Operation
from attest.model.evidence import RunView
from attest.model.report import Text
from attest.report.context import Context
from attest.report.text import plain

_READ_INSTEAD = ("review_evidence", "trailers")


def by_trailers(context: Context, assertion: str) -> tuple[Declaration, ...]:
    """The operated controls of a test that commit messages decide; the forge's reviews go before them."""
    if not _is_unread(context.view):
        return ()
    name, value = _READ_INSTEAD
    return tuple(
        item
        for item in context.declared(assertion)
        if item.operation is Operation.OPERATED and item.parameters.get(name) == value
    )


def decided(context: Context) -> tuple[str, ...]:
    """Ids of the tests that commit messages decide, in the order of the catalog."""
    return tuple(item.id for item in context.catalog.assertions if by_trailers(context, item.id))


def mark(context: Context, assertion: str) -> Text:
    """What stands behind the name of such a test."""
    return (plain(" (basis: declared)"),) if by_trailers(context, assertion) else ()


def _is_unread(view: RunView) -> bool:
    """Whether the forge's reviews of any change were not asked for: one of several runs may have no forge."""
    return "reviews" in view.manifest.not_connected or any(
        "reviews" in sources for sources in view.unconnected.values()
    )
