"""What holds of every text, however hostile: it is read to its end, and silence is never broken."""

from hypothesis import given
from hypothesis import strategies as st

from attest.detect.loader import read
from attest.model.collected import PullText
from tests.detect.commits import commit, engine

SAMPLES = sorted(
    {
        example
        for loaded in read().rules
        for example in (*loaded.rule.examples.match, *loaded.rule.examples.no_match)
        if len(example) < 2_000
    }
)
"""The examples of all rules: from them the texts are made."""
_GLUE = (
    "\n",
    "\n\n",
    "\r\n",
    "\0",
    " ",
    "\\n",
    "> ",
    "```\n",
    "- [x] ",
    "- [ ] ",
    "<!--",
    "-->",
    "~~",
    "* ",
    "\t",
)
_SHOWN = 200


def broken(text: str) -> str:
    """Which law a text breaks; empty when none."""
    found = engine().scan(commit(text))
    if found and engine().is_silent(text):
        return "a text that the gate holds back has a trace"
    if any(len(one.matched) > _SHOWN + 1 or "\n" in one.matched or "\0" in one.matched for one in found):
        return "what is shown of a trace is not made safe"
    if engine().scan(commit(text)) != found:
        return "the same text has other traces when it is read again"
    engine().scan_pull(
        PullText(title=text, body=text, branch=text, author_login=text, labels=(text,)), "pull/1"
    )
    engine().explain(text)
    engine().own_lines(text, "Ada", "ada@mail.example")
    engine().own_trailers(text, "Ada", "ada@mail.example")
    return ""


_PIECES = st.one_of(st.sampled_from(SAMPLES), st.sampled_from(_GLUE), st.text(max_size=20))


@given(st.lists(_PIECES, max_size=8))
def test_every_text_is_read_to_its_end(pieces: list[str]) -> None:
    """Examples of rules, torn, joined and mixed with whatever there is."""
    assert broken("".join(pieces)) == ""


@given(st.sampled_from(SAMPLES), st.integers(0, 300), st.text(max_size=3))
def test_an_example_with_a_slip_is_read_to_its_end(example: str, place: int, slip: str) -> None:
    """A letter too many or too few changes what is found, and nothing else."""
    assert broken(f"Mend\n\n{example[:place]}{slip}{example[place + 1 :]}") == ""
