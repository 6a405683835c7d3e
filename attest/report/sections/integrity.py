"""The integrity page: digests, how to check them with tools at hand, and what that does not prove."""

from attest.model.report import Block, Bullets, Column, Facts, Heading, Paragraph, Section, Table, Text
from attest.report.context import Context
from attest.report.sections import joined
from attest.report.sections.cover import receipt
from attest.report.text import code, plain, say

_FILES = 60
_NOT_PROVED = (
    "That the records were true when they were read, or that the sources held everything.",
    "That nobody replaced run and report together: an unsigned seal detects accident, not forgery.",
    "When the run was made: it holds no clock and no trusted time, and the receipt beside it is a statement "
    "of the collecting machine alone.",
    "That the repositories in scope are all that matter.",
)


def section(context: Context) -> Section:
    """Chapter 11."""
    blocks: list[Block] = [
        Facts(rows=_facts(context)),
        *((joined.checkpoints(context),) if context.view.runs else ()),
        Heading(level=2, number="11.1", title=(plain("Check it yourself"),), anchor="integrity-check"),
        Paragraph(text=_where(context)),
        _commands(),
        Paragraph(text=_attached(context)),
        Heading(level=2, number="11.2", title=(plain("Files of the run"),), anchor="integrity-files"),
        *_raw(context),
        _files(context),
        Heading(
            level=2,
            number="11.3",
            title=(plain("What verification does not prove"),),
            anchor="integrity-limits",
        ),
        Bullets(items=tuple((plain(item),) for item in _NOT_PROVED)),
    ]
    return Section(anchor="integrity", number="11", title="Integrity and verification", blocks=tuple(blocks))


def _facts(context: Context) -> tuple[tuple[str, Text], ...]:
    view = context.view
    packs = ("Control packs, SHA-256", (code(context.catalog.digest),))
    previous = view.manifest.previous_run
    last: tuple[tuple[str, Text], ...] = (
        ("Previous run", (code(previous) if previous else plain("none named"),)),
        ("Time of extraction", _extraction(context)),
        ("Signature", (plain("signed" if view.signed else "none: this is a draft"),)),
    )
    if view.runs:
        return (
            ("Joined manifest, SHA-256", (code(view.manifest_digest),)),
            ("Root over the checkpoints", (code(view.root),)),
            packs,
            *last,
        )
    return (
        ("Evidence run", (code(view.run_id),)),
        ("Manifest, SHA-256", (code(view.manifest_digest),)),
        ("Record tree root", (code(view.root),)),
        packs,
        *last,
    )


def _where(context: Context) -> Text:
    """Where in the package the runs are, and what their digests are compared with."""
    zip_, sums = code("evidence.zip"), code("SHA256SUMS")
    if context.view.runs:
        return say(
            "Each run is a folder of its own in {zip}. Compare the manifest's SHA-256 in the table above "
            "with what these commands print in each folder; each manifest names its files with their own. "
            "{sums} beside the folders lists every file of the zip. The root over the checkpoints is that of "
            "RFC 6962 over the files {checkpoint}, in the order of the table. {selection} says how the runs "
            "were put together: with it {verify} counts every figure again.",
            zip=zip_,
            sums=sums,
            checkpoint=code("checkpoint"),
            selection=code("selection.json"),
            verify=code("attest verify"),
        )
    return say(
        "The run is the folder {run} in {zip}. Compare the manifest's SHA-256 above with what these "
        "commands print there; the manifest names each file with its own, as the table below does. "
        "{sums} beside the folder lists every file of the zip.",
        run=code(context.view.run_id),
        zip=zip_,
        sums=sums,
    )


def _extraction(context: Context) -> Text:
    return say(
        "in the receipt beside the run, {receipt} in the store that collecting wrote to: a statement of the "
        "collecting machine, no part of the sealed run or of {zip}",
        receipt=receipt(context),
        zip=code("evidence.zip"),
    )


def _commands() -> Table:
    rows: tuple[tuple[str, str], ...] = (
        ("Linux", "sha256sum manifest.json"),
        ("macOS", "shasum -a 256 manifest.json"),
        ("Windows PowerShell", "Get-FileHash -Algorithm SHA256 manifest.json"),
        ("Linux, every file of the zip", "sha256sum -c SHA256SUMS"),
        ("macOS, every file of the zip", "shasum -a 256 -c SHA256SUMS"),
        ("Windows, every record", "Get-ChildItem -Recurse -File | Get-FileHash -Algorithm SHA256"),
        ("Files in this document", "pdfdetach -saveall report.pdf"),
        ("Everything, with attest", "attest verify RUN-FOLDER"),
    )
    return Table(
        caption="Commands",
        columns=(Column(title="On", width=28), Column(title="Command", width=72)),
        rows=tuple(((plain(system),), (code(command),)) for system, command in rows),
    )


def _attached(context: Context) -> Text:
    whose = "the one that stands for all runs" if context.view.runs else "the run's own, byte for byte"
    return say(
        "Embedded in this document: {figures} (every printed number with its query), "
        "{population} (one row for each "
        "change), {findings} (every result) and {manifest} ({whose}).",
        whose=plain(whose),
        figures=code("figures.json"),
        population=code("population.csv"),
        findings=code("findings.json"),
        manifest=code("manifest.json"),
    )


def _raw(context: Context) -> tuple[Block, ...]:
    if not any("/raw/" in f"/{entry.path}" for entry in context.view.manifest.files):
        return ()
    wording = (
        "Files under {raw} are the sources' answers as received, and may hold secrets. They stay in the "
        "store that collecting wrote to; {zip} holds them only where they were asked for, and {verify} says "
        "where they were left out."
    )
    text = say(wording, raw=code("raw/"), zip=code("evidence.zip"), verify=code("attest verify"))
    return (Paragraph(text=text),)


def _files(context: Context) -> Table:
    listed = sorted(context.view.manifest.files, key=lambda entry: (_place(entry.path), entry.path))
    entries = (*listed, *context.presentation.entries)
    rows: list[tuple[Text, ...]] = []
    for entry in entries[:_FILES]:
        size = context.figures.count(
            f"file.{entry.path}.size", "files", ("path", "is", entry.path), measure="sum size"
        )
        rows.append(((code(entry.path),), (code(entry.sha256),), (size.count,)))
    return Table(
        caption="Files that the manifest names, with their SHA-256",
        columns=(
            Column(title="File", width=27),
            Column(title="SHA-256", width=60),
            Column(title="Bytes", width=13, style="number"),
        ),
        rows=tuple(rows),
        more=context.more("files.beyond", "files", shown=_FILES),
        empty="The manifest names no file.",
    )


def _place(path: str) -> int:
    """Records before personal parts, and those before the configuration that was read."""
    folders = ("records/", "personal/")
    return next((place for place, folder in enumerate(folders) if path.startswith(folder)), len(folders))
