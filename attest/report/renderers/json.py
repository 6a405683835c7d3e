"""The parts of a report that machines read: figures, findings, and the whole view model."""

import json
import re
from typing import Any

from attest.model.finding import Outcome
from attest.model.report import Report
from attest.report.text import code_point

_SURROGATE = re.compile("[\ud800-\udfff]")


def figures(report: Report) -> bytes:
    """figures.json: every printed number with its query, in the order of first use."""
    rows = [figure.model_dump(mode="json") for figure in report.figures.values()]
    return _canonical({"schema": "attest.figures/1", "figures": rows})


def findings(report: Report) -> bytes:
    """findings.json: every finding, tally and line of the deviation register, outcomes as words.

    `pulls` says of reviews that they cite which of several pull requests each is of.
    """
    content = report.evaluation.model_dump(mode="json")
    for row in (*content["findings"], *content["deviations"]):
        row["outcome"] = Outcome(row["outcome"]).word
    return _canonical({"schema": "attest.findings/1", "pulls": report.pulls, **content})


def render(report: Report) -> bytes:
    """report.json: the printed content, without the attachments, which have files of their own."""
    content = report.model_dump(mode="json", exclude={"population", "evaluation", "manifest", "pulls"})
    return _canonical({"schema": "attest.report/1", **content})


def _canonical(value: dict[str, Any]) -> bytes:
    """Keys sorted, no spaces, UTF-8. A lone surrogate, which UTF-8 cannot hold, becomes its visible code."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return _SURROGATE.sub(lambda match: code_point(match.group()), text).encode()
