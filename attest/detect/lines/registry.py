"""Every format of line records. A new one is a file here, a line below, a `LineFormat`, and a rule."""

from collections.abc import Callable
from typing import Final

from attest.detect.lines import (
    agent_trace,
    agentblame,
    ai_attribution,
    ai_authorship,
    chainloop,
    entire,
    git_ai,
    whogitit,
)
from attest.detect.lines.payload import Payload
from attest.detect.lines.stated import Malformed, Stated
from attest.model.attached import Attachment

FORMATS: Final[dict[str, Callable[[Payload], Stated | None]]] = {
    git_ai.FORMAT: git_ai.read,
    ai_authorship.FORMAT: ai_authorship.read,
    whogitit.FORMAT: whogitit.read,
    agentblame.FORMAT: agentblame.read,
    ai_attribution.FORMAT: ai_attribution.read,
    entire.FORMAT: entire.read,
    agent_trace.FORMAT: agent_trace.read,
    chainloop.FORMAT: chainloop.read,
}
"""By the format's slug, in the order in which they are tried. No text is of two of them."""


def read(attachment: Attachment) -> Stated | None:
    """What an attachment says of a commit's lines. Any bytes will do; nothing is raised.

    The content decides, never the ref: tools write their forms under each other's names. `None` where no
    format knows it or it could not be had; `fault` says why one that is known cannot be read.
    """
    if attachment.data is None:
        return None
    tried = ""
    try:
        payload = Payload(attachment.data)
        _ = payload.documents  # Broken JSON is of no format yet.
        for slug, reader in FORMATS.items():
            tried = slug
            stated = reader(payload)
            if stated is not None:
                return stated
    except Malformed as cause:
        return Stated(format=tried, fault=str(cause))
    return None
