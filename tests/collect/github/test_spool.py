"""The spool holds whole answers of one fetch, and belongs to one run at a time."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from attest.collect.forge_files import Recording, Response
from attest.collect.github.place import Place
from attest.collect.github.spool import Asked, Spool, branch_part, open_spool, quoted, remove
from attest.errors import CollectionError

ASKED = Asked(
    Place("https://api.github.com", "acme", "shop"), "main", "2025-01-01T00:00:00Z", "2025-04-01T00:00:00Z"
)


def test_its_place_says_what_it_is_of(tmp_path: Path) -> None:
    """Host, repository, branch and days; a slash of the branch leads nowhere."""
    of_branch = Asked(ASKED.place, "release/1.x", ASKED.since, ASKED.until)

    assert of_branch.folder(tmp_path) == (
        tmp_path / ".forge/api.github.com/acme+shop/release%2F1.x@2025-01-01..2025-04-01"
    )


def test_a_very_long_branch_has_a_place_of_its_own(tmp_path: Path) -> None:
    """Longer than a file's name may be, and told apart from one that begins alike."""
    names = [Asked(ASKED.place, "ü" * 100 + end, ASKED.since, ASKED.until) for end in "ab"]
    folders = [one.folder(tmp_path).name for one in names]

    assert [len(name) < 200 for name in folders] == [True, True]
    assert len(set(folders)) == 2


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("PRR_kw", "PRR_kw"),
        ("../x", "..%2Fx"),
        ("a\0b", "a%00b"),
        ("..", "..~"),
        ("", "~"),
        ("x" * 500, "x" * 80),
    ],
)
def test_a_text_of_others_is_one_part_of_a_path(text: str, part: str) -> None:
    """Whatever it is, it names a file in its folder."""
    assert quoted(text).startswith(part)
    assert "/" not in quoted(text)
    assert quoted(text) not in ("", ".", "..")


def test_a_rest_answer_is_kept_with_its_body_as_received(tmp_path: Path) -> None:
    """Spaces and order of the body stay; what is no JSON is no body."""
    spool = Spool(tmp_path)
    spool.write_rest("a.json", 200, {"link": "x"}, b'{ "b": 1.0,  "a": 2 }')
    spool.write_rest("b.json", 404, {}, b"<html>")

    assert (tmp_path / "a.json").read_bytes() == (
        b'{"status":200,"headers":{"link":"x"},"body":{ "b": 1.0,  "a": 2 }}'
    )
    assert spool.value("b.json") == {"status": 404, "headers": {}, "body": None}


@pytest.mark.parametrize(
    "body", [b"\xef\xbb\xbf[]", b"[NaN]", b'{"a":1,"a":2}', b"\xff", '["\ud7ff"]'.encode("utf-16")]
)
def test_what_no_reader_takes_for_json_is_no_body(body: bytes, tmp_path: Path) -> None:
    """The envelope can be read all the same, and says that there was an answer."""
    Spool(tmp_path).write_rest("a.json", 200, {}, body)

    assert Recording(tmp_path).read("a") == Response(200, None)


def test_what_a_killed_write_left_is_no_answer(tmp_path: Path) -> None:
    """A part of a file is removed when the spool is opened, and what was damaged counts as not had."""
    folder = ASKED.folder(tmp_path)
    with open_spool(tmp_path, ASKED) as session:
        session.start("2025-05-01T00:00:00Z")
        (folder / "graphql").mkdir()
        (folder / "graphql/pulls.pass1.page1.json.part").write_bytes(b'{"half')
        (folder / "repository.json").write_bytes(b'{"half')
    with open_spool(tmp_path, ASKED) as session:
        left = [path.name for path in (folder / "graphql").iterdir()]
        had = session.spool.value("repository.json")

    assert (left, had) == ([], None)


def test_a_folder_that_is_named_as_a_part_is_stays(tmp_path: Path) -> None:
    """As that of a branch called `v1.part`."""
    folder = ASKED.folder(tmp_path)
    with open_spool(tmp_path, ASKED) as session:
        session.start("2025-05-01T00:00:00Z")
        session.spool.write("branches/v1.part/rules.json", b"[]")
    with open_spool(tmp_path, ASKED):
        left = [path.name for path in (folder / "branches/v1.part").iterdir()]

    assert left == ["rules.json"]


@pytest.mark.parametrize("branch", ["é" * 100, "/".join(["abcdefghij"] * 25), "x" * 255, "release/1.x"])
def test_a_branch_is_a_folder_whatever_its_name(branch: str, tmp_path: Path) -> None:
    """One whose quoted name fits keeps it."""
    Spool(tmp_path).write(f"branches/{branch_part(branch)}/rules.json", b"[]")
    [folder] = (tmp_path / "branches").iterdir()

    assert folder.name == branch_part(branch)
    assert (len(quote(branch, safe="")) > 255) == (folder.name != quote(branch, safe=""))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("base_url", "https://ghe.example/api/v3"),
        ("repository", "acme/other"),
        ("branch", "next"),
        ("since", "2025-01-01T06:00:00Z"),
        ("format", 3),
    ],
)
def test_answers_of_another_fetch_are_refused(name: str, value: object, tmp_path: Path) -> None:
    """The error names what differs, and the folder that is in the way."""
    folder = ASKED.folder(tmp_path)
    folder.mkdir(parents=True)
    (folder / "recorded.json").write_text(json.dumps(ASKED.fields() | {name: value}))

    with pytest.raises(CollectionError) as ended, open_spool(tmp_path, ASKED):
        pass

    assert ended.value.what.endswith(f"they differ in {name}")
    assert str(folder) in ended.value.hint


def test_files_of_nobody_are_not_taken_for_answers(tmp_path: Path) -> None:
    """A folder with something in it and no description is refused."""
    folder = ASKED.folder(tmp_path)
    folder.mkdir(parents=True)
    (folder / "repository.json").write_text("{}")

    with pytest.raises(CollectionError, match="of another fetch"), open_spool(tmp_path, ASKED):
        pass


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    """Not the spool itself, and no folder above it below the store."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "store").mkdir()
    (tmp_path / "store/.forge").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(CollectionError, match="a link"), open_spool(tmp_path / "store", ASKED):
        pass

    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_the_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    """While it lives another run is refused; when it was killed, nothing has to be removed by hand."""
    folder = ASKED.folder(tmp_path)
    lock = folder.with_name(folder.name + ".lock")
    lock.parent.mkdir(parents=True)
    code = (
        "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, 2); print('held', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(CollectionError, match="another run"), open_spool(tmp_path, ASKED):
            pass
        holder.kill()
        holder.wait()
    with open_spool(tmp_path, ASKED) as session:
        session.start("2025-05-01T00:00:00Z")

    assert not lock.exists()


def test_nothing_is_left_of_a_spool_that_was_emptied(tmp_path: Path) -> None:
    """The folders above it go with it; the store stays."""
    with open_spool(tmp_path, ASKED):
        os.rmdir(ASKED.folder(tmp_path))  # noqa: PTH106 - as whoever removes it does

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("anew", [False, True])
def test_what_a_kill_leaves_of_a_removal_is_no_spool(
    anew: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it ends before the first file is gone or after: the next fetch finds nothing, or all of it."""
    folder = ASKED.folder(tmp_path)
    with open_spool(tmp_path, ASKED) as session:
        session.start("2025-05-01T00:00:00Z")
        session.spool.write("graphql/pulls.pass1.page1.json", b"{}")
        throw_away = session.begin_anew if anew else lambda: remove(folder)
        with monkeypatch.context() as killed:
            killed.setattr(os, "unlink", _killed)
            with pytest.raises(_Killed):
                throw_away()
    with open_spool(tmp_path, ASKED) as session:
        left = [path.name for path in folder.rglob("*")]
        beside = sorted(path.name for path in folder.parent.iterdir())

    assert (left, session.started_at) == ([], "")
    assert beside == [folder.name, f"{folder.name}.lock"]


class _Killed(BaseException):
    """As nothing that a removal could go on after."""


def _killed(*_: object, **__: object) -> None:
    raise _Killed
