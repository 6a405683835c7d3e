"""What the list of changes to the audit's own rules rests on: where it looked, and what it could not see."""

from attest.model.population import RepositoryScope
from attest.model.report import Block, Bullets, Column, Table, Text
from attest.model.touch import OWN_RULES, Watched
from attest.report.context import LISTED, Context
from attest.report.sections import touching
from attest.report.text import code, join, plain, say

_LIMIT = (
    "A workflow that runs attest through a script, a make target or a workflow of another repository does "
    "not say so in its text; it is listed where attest.yaml names it under {key}."
)


def blocks(context: Context) -> tuple[Block, ...]:
    """How far the list reaches, then where it looked."""
    return (Bullets(items=tuple(_reach(context))), _places(context))


def _reach(context: Context) -> list[Text]:
    items = [_read_at(context)]
    foreign = (("origin", "is not", "built-in"), ("origin", "is not", "attest.yaml"))
    given = context.figures.count("rules.given", "rules", *foreign)
    if given.value:
        wording = (
            "{n} came from files given on the command line ({copy} in the run): who changed them, and when, "
            "is not on record here."
        )
        rules = given.things("detection rule")
        items.append(say(wording, n=rules, copy=code("config/user-rules")))
    if context.presentation.own_packs:
        wording = (
            "Control packs were given on the command line ({copy} in the package): who changed them, and "
            "when, is not on record here."
        )
        items.append(say(wording, copy=code("packs")))
    items += _unread(context)
    items.append(say(_LIMIT, key=code("rule_files")))
    return items


def _read_at(context: Context) -> Text:
    """Where attest.yaml was read, and how that lies to the end of the period."""
    origin = context.view.manifest.config_origin
    place, _, _ = origin.rpartition(":")
    name, _, tip = place.rpartition("@")
    scope = next((item for item in context.view.manifest.repositories if item.name == name), None)
    if origin == "none":
        return (plain("No attest.yaml lay on the release branch when this run was collected."),)
    if scope is None or not tip:
        wording = "attest.yaml was read from {origin}; changes to that file are not those listed here."
        return say(wording, origin=plain(origin))
    return _beside_end(scope, tip)


def _beside_end(scope: RepositoryScope, tip: str) -> Text:
    end = (scope.end.sha or "")[: len(tip)]
    if tip == end:
        return say("attest.yaml was read at {tip}, the tip of the branch at the period's end.", tip=code(tip))
    return say(
        "attest.yaml was read at {tip}, the tip of the branch on the day of collection. The period ends at "
        "{end}: a change to the rules in between decides findings here and is not in this list.",
        tip=code(tip),
        end=code(end) if end else plain("no commit"),
    )


def _unread(context: Context) -> list[Text]:
    items = []
    for gap in context.view.gaps:
        if gap.kind in ("touches-unknown", "version-unreadable"):
            reference = context.evidence.cite("gaps", gap.id)
            items.append(
                say("{what}; {effect} {ref}", what=plain(gap.what), effect=plain(gap.effect), ref=reference)
            )
    return items[:LISTED]


def _places(context: Context) -> Table:
    lines = [
        (scope.name, item)
        for scope in context.view.manifest.repositories
        for item in scope.watched
        if item.path_class == OWN_RULES
    ]
    return Table(
        caption="Where such files were looked for; a file counts once for each change that touched it",
        columns=(
            Column(title="Kind of file", width=22),
            Column(title="Places", width=50),
            Column(title="Touched at these places", width=15, style="number"),
            Column(title="Listed", width=13, style="number"),
        ),
        rows=tuple(_line(context, name, item) for name, item in lines[: 2 * LISTED]),
        more=context.more(
            "rules.places.beyond", "watched", ("path_class", "is", OWN_RULES), shown=2 * LISTED
        ),
    )


def _line(context: Context, repository: str, item: Watched) -> tuple[Text, ...]:
    kind, touched, listed = touching.kind_counts(context, "rules", repository, item)
    return kind, _globs(item), touched, listed


def _globs(item: Watched) -> Text:
    places = join(tuple(code(glob, 100) for glob in item.globs))
    if item.meaning:
        places = say("{places}, where {meaning}", places=places, meaning=plain(item.meaning))
    if item.named:
        names = join(tuple(code(glob, 100) for glob in item.named[:LISTED]))
        return say("{places}; named in attest.yaml: {names}", places=places, names=names)
    return places
