"""Changes for tests of detection, from what each of their commits is and says."""

from collections.abc import Sequence
from typing import Any

from attest.detect.involvement import Assessment, assess
from attest.model.change import Change
from attest.model.collected import CollectedChange, PullText, Trace
from attest.model.commit import Commit, RawCommit
from attest.model.line_record import LineRecord
from attest.proof.commitment import Sealer
from tests.detect.commits import commit, engine
from tests.support.records import ADA, pull, sha


def story(
    *parts: tuple[str, str, dict[str, Any]],
    change: Change | None = None,
    body: str = "",
    login: str = "",
    labels: tuple[str, ...] = (),
    records: Sequence[LineRecord] = (),
    traced: bool = True,
    **more: Any,
) -> Assessment:
    """A change from (via, message, fields of the commit record); line records name commits by place."""
    change = change or pull()
    raws, commits = [], []
    for place, (via, message, fields) in enumerate(parts):
        author = fields.pop("from_", "Ada Example <ada@mail.example>")
        raw = commit(message, author, flags=fields.pop("raw_flags", ()))
        raws.append(RawCommit(sha(f"{place}"), raw.tree, (), raw.author, raw.committer, message, raw.flags))
        base: dict[str, Any] = {
            "id": f"shop:{sha(str(place))}", "ordinal": place, "repository": "shop", "sha": sha(f"{place}"),
            "tree": sha("tree"), "parents": (), "change": change.id, "via": via, "authored_at": None,
            "committed_at": None, "author": ADA, "committer": ADA, "coauthors": (), "flags": (),
            "files": None, "added": None, "deleted": None, "binary": None, "commitment": "0" * 64,
        }  # fmt: skip
        commits.append(Commit(**{**base, **fields}))
    text = PullText(body=body, author_login=login, labels=labels)
    collected = CollectedChange(change, tuple(commits), tuple(raws), text)
    found = [
        (*engine().scan(raw), *(noted(one) for one in records if traced and one.commit == raw.sha))
        for raw in raws
    ]
    pull_traces = engine().scan_pull(text, change.id)
    return assess(collected, found, pull_traces, Sealer(b"k" * 16), line_records=records, **more)


def silent(more: dict[str, Any]) -> Assessment:
    """A silent change; records that count for nothing leave no trace."""
    return story(("landed", "Mend", {}), traced=False, **more)


def noted(record: LineRecord) -> Trace:
    """The trace of a line record."""
    return Trace(
        "line-record.git-ai", 1, "A", "coauthor", "cursor", None, "line-record", "note", record.commit,
        "line-record",
    )  # fmt: skip
