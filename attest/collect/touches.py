"""From the files that commits touched to the records of which change touched a watched place."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from attest.collect import small_objects
from attest.collect.ancestry import Range
from attest.collect.gitdir import CleanRepository
from attest.collect.objects import LARGEST_FILE, read_blob
from attest.collect.path_globs import pattern
from attest.collect.touched_files import Ends, TouchedFiles
from attest.collect.tree_changes import TreeChange
from attest.collect.watch import Lookout, Watch
from attest.errors import AttestError
from attest.model.touch import Effect, NamedGlob, PathClass, PathKind, Touch, TouchBasis, Watched


@dataclass(frozen=True, slots=True)
class Touches:
    """The records of one repository, in the order of its changes, and what was looked for."""

    records: tuple[Touch, ...] = ()
    watched: tuple[Watched, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """A kind's places, default or named, as a pattern."""

    owner: PathClass
    kind: PathKind
    basis: TouchBasis
    match: re.Pattern[bytes]

    @property
    def asks(self) -> bool:
        """Whether a file's content decides: not where attest.yaml names the file."""
        return bool(self.kind.mentions) and self.basis is TouchBasis.PLACE

    @property
    def share(self) -> str:
        """What a file is of once: the class, or where kinds overlap, each kind of it."""
        return f"{self.owner.id}/{self.kind.id}" if self.owner.overlapping else self.owner.id


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file that a change touched at a place, before its content was asked."""

    change: str
    place: _Place
    path: bytes
    effect: Effect
    ends: tuple[str | None, str | None]
    blobs: tuple[str, ...]
    """What may say of which kind it is: the ends, or where they are the same, what was in between."""
    commits: tuple[str, ...]


_Contents = Mapping[tuple[str, str], bool | None]
"""Whether a content mentions what makes it of a kind, by pattern and object; `None` when it was not read."""


def find_touches(
    repository: CleanRepository, within: Range, watch: Watch, lookout: Lookout | None, ends: Ends
) -> Touches:
    """Every touch of a watched place in a range; `lookout` is `None` where no files were listed."""
    if not watch.classes:
        return Touches()
    files = TouchedFiles(repository, within, ends)
    files.read(watch.globs, lookout)
    named = sorted({*watch.given, *_named(files, watch)}, key=_in_order)
    if named:
        files.read([glob.glob for glob in named], None)
    places = _places(watch, named)
    candidates = list(_candidates(files, places))
    contents = _contents(repository, candidates)
    records = tuple(_records(candidates, contents))
    return Touches(records, _watched(watch, named, candidates, records))


def _named(files: TouchedFiles, watch: Watch) -> Iterator[NamedGlob]:
    """The places that attest.yaml named at any time: before the range, after each change, at the tip."""
    if not watch.config_file:
        return
    repository, name = files.repository, watch.config_file.encode()
    blobs = {
        blob
        for landed in files.within.line
        for item in files.by_commit.get(landed, ())
        if item.path == name
        for blob in (item.before, item.after)
        if blob is not None
    }
    versions = [read_blob(repository, sha, watch.config_file) for sha in files.ends if sha is not None]
    for data in [*small_objects.contents(repository, sorted(blobs), "blob", LARGEST_FILE), *versions]:
        if data is None:
            continue
        try:
            yield from watch.named_in(data)
        except AttestError:
            repository.gaps.note(
                "config",
                "version-unreadable",
                what=f"a version of {watch.config_file} that held in the period cannot be read",
                effect="changes of files that only it names may be missing from the list of those changes",
            )


def _in_order(named: NamedGlob) -> tuple[str, str, str]:
    return named.path_class, named.kind, named.glob


def _places(watch: Watch, named: Sequence[NamedGlob]) -> tuple[_Place, ...]:
    """Named places first: what attest.yaml names needs no content that says so."""
    places: list[_Place] = []
    for owner, kind in watch.kinds:
        own = [one.glob for one in named if (one.path_class, one.kind) == (owner.id, kind.id)]
        if own:
            places.append(_Place(owner, kind, TouchBasis.NAMED, pattern(own)))
    places += [_Place(owner, kind, TouchBasis.PLACE, pattern(kind.globs)) for owner, kind in watch.kinds]
    return tuple(places)


def _candidates(files: TouchedFiles, places: Sequence[_Place]) -> Iterator[_Candidate]:
    repository, within = files.repository.name, files.within
    for landed, share in zip(within.line, within.members, strict=True):
        touched: dict[bytes, list[tuple[str, TreeChange]]] = {}
        for sha in share:
            for item in files.by_commit.get(sha, ()):
                touched.setdefault(item.path, []).append((sha, item))
        for path, items in sorted(touched.items()):
            for place in _fitting(path, places):
                merge = len(within.graph[landed]) > 1
                yield _candidate(f"{repository}:{landed}", landed if merge else "", place, path, items)


def _fitting(path: bytes, places: Sequence[_Place]) -> Iterator[_Place]:
    """The places of each class that a path lies at, up to the first where its content is not asked."""
    settled: set[str] = set()
    for place in places:
        if place.share not in settled and place.match.match(path):
            if not place.asks:
                settled.add(place.share)
            yield place


def _candidate(
    change: str, merge: str, place: _Place, path: bytes, items: Sequence[tuple[str, TreeChange]]
) -> _Candidate:
    """`merge` is the commit that landed when it is a merge: it then tells the ends, others who did it."""
    landed = change.rpartition(":")[2]
    own = next((item for sha, item in items if sha == landed), None)
    commits = tuple(sha for sha, _ in items if sha != merge) or (landed,)
    blobs = tuple(
        sorted({blob for _, item in items for blob in (item.before, item.after) if blob is not None})
    )
    if own is None:
        return _Candidate(change, place, path, Effect.NONE, (None, None), blobs, commits)
    effect = Effect.ADDED if own.before is None else Effect.DELETED if own.after is None else Effect.CHANGED
    ends = tuple(blob for blob in (own.before, own.after) if blob is not None)
    return _Candidate(change, place, path, effect, (own.before, own.after), ends, commits)


def _contents(repository: CleanRepository, candidates: Sequence[_Candidate]) -> _Contents:
    asked = {
        (item.place.kind.mentions, blob) for item in candidates if item.place.asks for blob in item.blobs
    }
    pairs = sorted(asked)
    contents = small_objects.contents(repository, [blob for _, blob in pairs], "blob", LARGEST_FILE)
    return {
        (mentions, blob): None if data is None else re.search(mentions.encode(), data) is not None
        for (mentions, blob), data in zip(pairs, contents, strict=True)
    }


def _records(candidates: Sequence[_Candidate], contents: _Contents) -> Iterator[Touch]:
    """The first kind of a class that holds for a file counts."""
    numbers: dict[str, int] = {}
    listed: dict[tuple[str, str, str], int] = {}
    told: set[tuple[str, str, bytes]] = set()
    for item in candidates:
        kind, basis = item.place.kind, item.place.basis
        file = (item.change, item.place.share, item.path)
        if file in told:
            continue
        if item.place.asks:
            said = [contents[kind.mentions, blob] for blob in item.blobs]
            if not any(answer is not False for answer in said):
                continue
            basis = TouchBasis.CONTENT if any(said) else TouchBasis.CONTENT_UNREAD
        told.add(file)
        of_kind = (item.change, item.place.owner.id, kind.id)
        listed[of_kind] = listed.get(of_kind, 0) + 1
        if item.place.owner.most is not None and listed[of_kind] > item.place.owner.most:
            continue
        numbers[item.change] = numbers.get(item.change, 0) + 1
        yield Touch(
            id=f"{item.change}:touch:{numbers[item.change]}",
            change=item.change,
            path_class=item.place.owner.id,
            kind=kind.id,
            path=item.path.decode("utf-8", "backslashreplace"),
            effect=item.effect,
            before=item.ends[0],
            after=item.ends[1],
            commits=item.commits,
            basis=basis,
        )


def _watched(
    watch: Watch, named: Sequence[NamedGlob], candidates: Sequence[_Candidate], records: Sequence[Touch]
) -> tuple[Watched, ...]:
    touched = Counter((item.place.owner.id, item.place.kind.id) for item in candidates)
    listed = Counter((item.path_class, item.kind) for item in records)
    return tuple(
        Watched(
            path_class=owner.id,
            kind=kind.id,
            title=kind.title,
            globs=kind.globs,
            named=tuple(one.glob for one in named if (one.path_class, one.kind) == (owner.id, kind.id)),
            meaning=kind.meaning,
            touched=touched[owner.id, kind.id],
            listed=listed[owner.id, kind.id],
        )
        for owner, kind in watch.kinds
    )
