"""Every reader of traces in text, in the order in which their traces are reported."""

from attest.detect.context import ReaderType
from attest.detect.signals import assisted_by, coauthor, disclosure, footer, session_link, tool_trailer

TEXT_READERS: tuple[ReaderType, ...] = (
    coauthor.Reader,
    assisted_by.Reader,
    tool_trailer.Reader,
    footer.Reader,
    session_link.Reader,
    disclosure.Reader,
)
"""A new kind of trace is a file in `signals` and a line here."""
