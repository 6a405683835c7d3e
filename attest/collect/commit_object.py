"""Parses a commit object from its raw bytes: the only exact view of its message, names and parents.

Git's own output stops at a NUL, re-codes text by a header that anyone can write, and hides names
behind a mail map. Here every byte of the object is accounted for, and what is odd gets a flag.
"""

import codecs
import re
from functools import lru_cache

from attest.model.commit import Ident, RawCommit

# What nearly every commit looks like, matched at once: no other header than a signature, no NUL in it.
_USUAL = re.compile(
    r"tree ([0-9a-f]+)\n((?:parent [0-9a-f]+\n)*)"
    r"author ([^<>\n\0]*)<([^<>\n\0]*)> (-?[0-9]{1,19}) ([+-][0-9]{1,9})\n"
    r"committer ([^<>\n\0]*)<([^<>\n\0]*)> (-?[0-9]{1,19}) ([+-][0-9]{1,9})\n"
    r"(gpgsig(?:-sha256)? [^\n\0]*\n(?: [^\n\0]*\n)*)?\n"
)
_PERSON = re.compile(rb"([^<>]*)<([^<>]*)> (-?[0-9]{1,19}) ([+-][0-9]{1,9})")
_ROUGH_DATE = re.compile(rb"\s*(-?[0-9]{1,19})(?![0-9])")
_ROUGH_ZONE = re.compile(rb"\s+([+-][0-9]{1,9})\s*$")
_ASCII = bytes(range(9, 14)) + bytes(range(32, 127))
_HIDING = re.compile(r"escape|iso2022|^(?:hz|idna|punycode|undefined|utf-7|utf-8-sig)$")
"""Codecs that keep ASCII alone as it is but change it after a shift, or that are no encodings of text."""
_OWN = (b"tree ", b"parent ", b"author ", b"committer ")


def parse(sha: str, raw: bytes) -> RawCommit | None:
    """The commit, or `None` when the object does not even name a tree."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return parse_unusual(sha, raw)
    match = _USUAL.match(text)
    if match is None:
        return parse_unusual(sha, raw)
    tree, parents, name, email, when, zone, name2, email2, when2, zone2, signature = match.groups()
    message = text[match.end() :]
    flags = () if signature is None else ("signed",)
    if "\0" in message:
        flags = ("nul-in-message", *flags)
    return RawCommit(
        sha,
        tree,
        tuple(parents.replace("parent ", "").split()),
        Ident(name.strip(" "), email, int(when), zone),
        Ident(name2.strip(" "), email2, int(when2), zone2),
        message,
        flags,
    )


def parse_unusual(sha: str, raw: bytes, *, oversize: bool = False) -> RawCommit | None:
    """What `parse` gives, for any bytes whatever, and slower.

    With `oversize`, `raw` is only the beginning of the object and the message is left empty.
    """
    head, blank, body = raw.partition(b"\n\n")
    if oversize:
        body = b""
    lines = (head if blank else head.removesuffix(b"\n")).split(b"\n")
    if not lines[0].startswith(b"tree "):
        return None
    flags = {"oversize"} if oversize else set()
    at, parents = 1, []
    while at < len(lines) and lines[at].startswith(b"parent "):
        parents.append(lines[at][7:].decode("ascii", "backslashreplace"))
        at += 1
    author, at = _take(lines, at, b"author ")
    committer, at = _take(lines, at, b"committer ")
    encoding = _extra_headers(lines[at:], flags) if at < len(lines) else b""
    codec = _codec(encoding) if encoding else "utf-8"
    if codec is None:
        flags.add("encoding-unknown")
        codec = "utf-8"
    if b"\0" in body:
        flags.add("nul-in-message")
    if b"\0" in head:
        flags.add("bad-header")
    return RawCommit(
        sha,
        lines[0][5:].decode("ascii", "backslashreplace"),
        tuple(parents),
        _person(author, codec, flags),
        _person(committer, codec, flags),
        _text(body, codec, flags),
        tuple(sorted(flags)) if flags else (),
    )


def _take(lines: list[bytes], at: int, key: bytes) -> tuple[bytes | None, int]:
    if at < len(lines) and lines[at].startswith(key):
        return lines[at][len(key) :], at + 1
    return None, at


def _extra_headers(lines: list[bytes], flags: set[str]) -> bytes:
    """The declared encoding, or nothing; a repeated or misplaced header of git's own gets a flag.

    Readers differ on which of two `author` lines counts, so such an object must not pass unnoticed.
    """
    encoding = b""
    for line in lines:
        if line.startswith(b" "):
            continue  # a continuation of a signature or of an embedded tag
        if line.startswith((b"gpgsig ", b"gpgsig-sha256 ")):
            flags.add("signed")
        elif line.startswith(b"encoding "):
            flags.update({"bad-header"} if encoding else ())
            encoding = encoding or line[9:]
        elif line.startswith(_OWN) or not line:
            flags.add("bad-header")
    return encoding


def _person(line: bytes | None, codec: str, flags: set[str]) -> Ident:
    if line is None:
        flags.add("bad-header")
        return Ident("", "", 0, "")
    match = _PERSON.fullmatch(line)
    if match is None:
        return _rough_person(line, codec, flags)
    name, email, when, zone = match.groups()
    return Ident(_text(name.strip(b" "), codec, flags), _text(email, codec, flags), int(when), zone.decode())


def _rough_person(line: bytes, codec: str, flags: set[str]) -> Ident:
    """Read a malformed line as git does: the address starts at the first `<`, the date after the last `>`."""
    flags.add("bad-header")
    name, _, rest = line.partition(b"<")
    email, after = rest.partition(b">")[0], line.rpartition(b">")[2]
    date, zone = _ROUGH_DATE.match(after), _ROUGH_ZONE.search(after)
    return Ident(
        _text(name.strip(b" "), codec, flags),
        _text(email, codec, flags),
        int(date[1]) if date else 0,
        zone[1].decode() if zone else "",
    )


def _text(data: bytes, codec: str, flags: set[str]) -> str:
    """Decoded text; bytes that are no text in the declared encoding are shown in hexadecimal."""
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        flags.add("undecodable")
        return data.decode("utf-8", "backslashreplace")


@lru_cache(maxsize=256)
def _codec(declared: bytes) -> str | None:
    """Python's codec for a declared encoding, or `None` when there is none that keeps ASCII as it is.

    An encoding that turns ASCII letters into others (UTF-7, UTF-16, EBCDIC, ISO-2022) would let a
    commit hide a trailer that every other reader sees, so it is not followed.
    """
    name = declared.strip(b" \"'\r").decode("ascii", "replace")
    try:
        codec = codecs.lookup(name).name
        if _HIDING.search(codec) is None and _ASCII.decode(codec) == _ASCII.decode("ascii"):
            return codec
    except (LookupError, UnicodeError, ValueError):
        return None
    return None
