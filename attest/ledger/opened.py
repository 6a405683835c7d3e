"""The personal part of a run: each commitment recomputed from its salt and text."""

from attest import canonical
from attest.ledger import layout
from attest.ledger.layout import PEOPLE
from attest.ledger.lines import Decoder, Fault, PersonalLine, decode_personal
from attest.ledger.scan import Scanned, read_lines
from attest.ledger.source import Source
from attest.ledger.verification import Problems
from attest.model.identity import Person

_ID = b',"id":"'


def open_commitments(source: Source, scanned: Scanned, problems: Problems) -> int:
    """Recompute every commitment; give how many could be."""
    present = source.paths()
    opened = 0
    for kind, expected in sorted(scanned.sealed.items()):
        path = layout.personal_path(kind)
        if path in present:
            opened += _open_kind(source, path, expected, problems)
        elif expected:
            problems.add(f"{len(expected):,} commitments cannot be opened: the file is missing", path)
    return opened


def _open_kind(source: Source, path: str, expected: list[tuple[str, str]], problems: Problems) -> int:
    decode = Decoder(PersonalLine)
    place = 0
    for number, line in read_lines(source, path, problems):
        try:
            entry = decode_personal(decode, line)
        except Fault as fault:
            problems.add(fault.message, path, number)
            place += 1
            continue
        if place >= len(expected) or expected[place][0] != entry.id:
            wanted = f"that of {expected[place][0]}" if place < len(expected) else "no further one"
            problems.add(f"it is not the entry expected here, which is {wanted}", path, number, entry.id)
            return place
        if _commitment(line, entry) != expected[place][1]:
            problems.add("salt and text do not give the record's commitment", path, number, entry.id)
        place += 1
    if place < len(expected):
        problems.add(f"it ends before the entry of {expected[place][0]}", path)
    return place


def _commitment(line: bytes, entry: PersonalLine) -> str:
    """The commitment of an entry, from its line, which is known to be canonical.

    Such a line is `{"fields":{...},"id":"...","salt":"..."}`, and the commitment is taken over the same
    without the id. A quotation mark inside a text is escaped, so the last `,"id":"` is the id's own.
    """
    return canonical.sha256(line[: line.rfind(_ID)] + b',"salt":"' + entry.salt.encode() + b'"}')


def check_people(source: Source, named: set[str], problems: Problems) -> int:
    """Read the people file; each pseudonym that a record names must be in it. Gives how many it holds."""
    path = layout.personal_path(PEOPLE)
    if path not in source.paths():
        problems.add("pseudonyms cannot be resolved: the file is missing", path)
        return 0
    decode = Decoder(Person)
    last = ""
    found: set[str] = set()
    for number, line in read_lines(source, path, problems):
        try:
            person = decode(line)
        except Fault as fault:
            problems.add(fault.message, path, number)
            continue
        if person.id <= last:
            problems.add("people are not sorted by id, or one stands twice", path, number, person.id)
        last = person.id
        found.add(person.id)
    for name in sorted(named - found):
        problems.add(f"records name {name}, who is not in the people file", path, record=name)
    return len(found)
