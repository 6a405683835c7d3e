"""`attest sample`: changes for an auditor to look at, drawn so that anyone can draw them again."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from attest.cli import options
from attest.cli.console import Bar
from attest.cli.sampled import print_entry, print_held, print_sample
from attest.cli.stored import choosing, chosen_evidence
from attest.errors import UsageError

if TYPE_CHECKING:
    from attest.model.sample import Replacement, Wanted
    from attest.pipeline.sampling import Request

_PERCENT = re.compile(r"\d{1,2}(\.\d{1,3})?", re.ASCII)
_NAMES = 1 << 20
_drawing = options.options(
    click.option("--population", is_flag=True, help="Only write the population and tell its digest."),
    click.option("--verify", is_flag=True, help="Draw the sample of --out again; exit 4 when it differs."),
    click.option("--seed", default=None, help="What decides the draw; given by the auditor."),
    click.option(
        "--seed-source",
        "source",
        default="",
        metavar="TEXT",
        help="Who gave the seed, when and how; with --pick, who named the changes and why.",
    ),
    click.option(
        "--pick",
        type=options.existing_file,
        help="A file of changes, one a line, selected by judgement: no random sample, no limits.",
    ),
    click.option(
        "--replace",
        "replacements",
        multiple=True,
        metavar="KEY=REASON",
        help="An item that was proven outside the population: the next one follows; may be repeated.",
    ),
)
_planning = options.options(
    click.option(
        "--confidence", default="95", show_default=True, metavar="PERCENT", help="Of the statement."
    ),
    click.option(
        "--tolerable", default="5", show_default=True, metavar="PERCENT", help="Rate to be shown not reached."
    ),
    click.option(
        "--expected",
        type=click.IntRange(0, 1000),
        default=0,
        show_default=True,
        help="Deviations in the sample with which the statement still holds.",
    ),
    click.option("--size", type=int, default=None, help="A stated size [default: as the plan asks]."),
    click.option(
        "--basis",
        type=click.Choice(["finite", "endless"]),
        default="finite",
        show_default=True,
        help="Sizes for a population of its size, or as printed tables have them.",
    ),
    click.option(
        "--by",
        default="",
        metavar="STRATUM",
        help="repository, month, type, ai_state, tier or stratum [default: one stratum].",
    ),
    click.option(
        "--allocation",
        type=click.Choice(["proportional", "each"]),
        default="proportional",
        show_default=True,
        help="Spread one sample over the strata, or one for each stratum.",
    ),
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The options of drawing and planning as they were given."""

    population: bool
    verify: bool
    seed: str | None
    source: str
    pick: Path | None
    replacements: tuple[str, ...]
    confidence: str
    tolerable: str
    expected: int
    size: int | None
    basis: str
    by: str
    allocation: str
    assertions: tuple[str, ...]


@click.command("sample")
@choosing
@options.evaluating
@click.option(
    "--assertion", "assertions", multiple=True, help="A test to mark; may be repeated [default: A to I]."
)
@_drawing
@_planning
@click.option(
    "--out",
    type=options.path,
    default=options.DEFAULT_OUT / "sample",
    show_default=True,
    help="Folder for the supplement.",
)
@click.option("--no-pdf", is_flag=True, help="Leave out the PDF.")
@options.as_json
@options.quiet
def command(
    store: Path,
    period: str | None,
    run: str | None,
    repositories: tuple[str, ...],
    partial: bool,
    frameworks: tuple[str, ...],
    packs: Path | None,
    out: Path,
    no_pdf: bool,
    as_json: bool,
    quiet: bool,
    **options_of_drawing: Any,
) -> None:
    """Draw a sample of changes for an auditor, and write its supplement.

    First tell the auditor the digest that --population prints, then give the seed that they choose with
    --seed. The supplement is workpaper.pdf, sample.csv, draw.json and population.csv. Every sample that was
    ever drawn is kept in the folder samples of the store, and each supplement lists all of them.
    """
    from attest.pipeline import sampling

    asked = _Asked(**options_of_drawing)
    _refuse_mixed(asked)
    request = None if asked.population or asked.verify else _request(asked, store, frameworks, packs)
    evidence = chosen_evidence(store, period, run, repositories, partial=partial)
    if asked.verify:
        print_held(sampling.verify(evidence, store, out, packs), out, as_json=as_json)
        return
    bar = Bar(quiet=quiet)
    if request is None:
        population, entry = sampling.disclose(evidence, store, options.now())
        print_entry(entry, sampling.write({sampling.POPULATION: population.data}, out), as_json=as_json)
        return
    bar("drawing the sample, then reading results", 0, None)
    found = sampling.sample(evidence, request, pdf=not no_pdf)
    files = sampling.write(found.files, out)
    bar.close()
    print_sample(found.paper, files, as_json=as_json)


def _refuse_mixed(asked: _Asked) -> None:
    """One of the four things that the command does, with what belongs to it."""
    ways = {
        "--population": asked.population,
        "--verify": asked.verify,
        "--seed": asked.seed is not None,
        "--pick": asked.pick is not None,
    }
    given = [name for name, there in ways.items() if there]
    if len(given) != 1:
        raise UsageError(
            f"{' and '.join(given)} go together in no sample" if given else "it is not said what to draw",
            where="attest sample",
            hint="give one of --population, --seed, --pick and --verify",
        )
    if given[0] in ("--seed", "--pick") and not asked.source.strip():
        raise UsageError(
            "it is not said where the sample comes from",
            where="--seed-source",
            hint="say who gave the seed, when and how; or who named the changes, and why",
        )
    if asked.replacements and asked.seed is None:
        raise UsageError(
            "only an item that was drawn can be replaced", where="--replace", hint="give it with --seed"
        )


def _request(asked: _Asked, store: Path, frameworks: tuple[str, ...], packs: Path | None) -> "Request":
    from attest.pipeline.sampling import Request

    return Request(
        store=store,
        at=options.now(),
        wanted=_wanted(asked),
        seed=_seed(asked.seed) if asked.seed is not None else "",
        source=options.line(asked.source.strip(), "--seed-source"),
        replacements=tuple(_replacement(text) for text in asked.replacements),
        names=_picked(asked.pick) if asked.pick is not None else (),
        assertions=asked.assertions,
        frameworks=frameworks,
        packs=packs,
    )


def _wanted(asked: _Asked) -> "Wanted":
    from attest.model.sample import Allocation, SizeBasis, Wanted

    if asked.allocation == "each" and not asked.by:
        raise UsageError("there are no strata to draw from", where="--allocation", hint="name them with --by")
    return Wanted(
        confidence=_percent(asked.confidence, "--confidence", least=50),
        tolerable=_percent(asked.tolerable, "--tolerable", least=0),
        accepted=asked.expected,
        size=asked.size,
        basis=SizeBasis(asked.basis),
        by=asked.by,
        allocation=Allocation(asked.allocation),
    )


def _percent(text: str, option: str, *, least: int) -> str:
    """A percentage in its shortest form, above `least` and below 100."""
    if not _PERCENT.fullmatch(text) or not least < float(text) < 100:
        raise UsageError(
            f"not a percentage above {least} and below 100: {text[:40]!r}",
            where=option,
            hint="write a number with at most three decimals, as 95 or 2.5",
        )
    return f"{float(text):g}"


def _seed(text: str) -> str:
    seed = options.line(text, "--seed")
    if not seed or seed != seed.strip():
        raise UsageError(
            "the seed is empty, or begins or ends with a space",
            where="--seed",
            hint="write the seed as the auditor gave it",
        )
    return seed


def _replacement(text: str) -> "Replacement":
    from attest.model.sample import Replacement

    key, _, reason = text.partition("=")
    if not key.strip() or not reason.strip():
        raise UsageError(
            f"not an item with a reason: {text[:80]!r}",
            where="--replace",
            hint="write it as CHANGE_KEY=REASON, and say what proves it",
        )
    return Replacement(key=key.strip(), reason=options.line(reason.strip(), "--replace"))


def _picked(file: Path) -> tuple[str, ...]:
    from attest.pipeline.documents import read_bounded

    try:
        text = read_bounded(file, _NAMES).decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        raise UsageError("the list is not UTF-8", where=str(file), hint="write one change a line") from cause
    names = tuple(line.strip() for line in text.splitlines() if line.strip())
    if not names:
        raise UsageError("the list names no change", where=str(file), hint="write one change a line")
    return names
