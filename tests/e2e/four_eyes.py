"""Scenarios of review by a second person: changes of one story that is played, collected and judged once."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from attest.canonical import dumps
from attest.model.progress import silent
from attest.pipeline.collecting import collect
from attest.pipeline.reporting import evaluate
from attest.pipeline.scope import Request
from attest.samples.answers import answers
from attest.samples.bundled import write
from attest.samples.history import play
from attest.samples.importer import import_history
from attest.samples.story import (
    CommitStep,
    DismissalStep,
    Entry,
    MergeStep,
    Person,
    Protection,
    PullStep,
    ReviewStep,
    Story,
)

REVIEW_TESTS = ("REV-01", "REV-02", "REV-03")
PEOPLE = {
    "ada": Person(name="Ada Lind", email="ada@acme.example", login="ada", id=101),
    "ada-home": Person(name="Ada", email="ada@home.example", login="ada-home", id=102),
    "ben": Person(name="Ben Okri", email="ben@acme.example", login="ben", id=103),
    "ben-laptop": Person(name="Ben Okri", email="ben@old-laptop.example"),
    "cyd": Person(name="Cyd Roy", email="cyd@acme.example", login="cyd", id=104),
    "cyd-home": Person(name="Cyd", email="cyd@home.example", login="cyd-home", id=105),
    "dora": Person(name="Dora Voss", email="dora@acme.example", login="dora", id=106),
    "gone": Person(name="Gil", email="gil@acme.example", login="gil", id=107, deleted=True),
    "nobody": Person(name="Build", email="build@laptop.example"),
    "platform": Person(name="GitHub", email="noreply@github.com"),
    "service": Person(name="svc_release", email="svc_release@acme.example", login="svc_release", id=108),
    "agent": Person(
        name="copilot-swe-agent[bot]", email="198982749+Copilot@users.noreply.github.com", login="Copilot",
        id=198982749, type="Bot",
    ),
    "robot": Person(
        name="renovate[bot]", email="29139614+renovate[bot]@users.noreply.github.com", login="renovate[bot]",
        id=29139614, type="Bot",
    ),
    "workflow": Person(
        name="github-actions[bot]", email="41898282+github-actions[bot]@users.noreply.github.com",
        login="github-actions[bot]", id=41898282, type="Bot",
    ),
}  # fmt: skip
RULES = {
    "": {"first": "2025-01-01", "last": "2025-10-31", "parameters": {}},
    "two approvals": {"first": "2025-11-01", "last": "2025-11-30", "parameters": {"approvals": 2}},
    "reviewers only": {
        "first": "2025-12-01",
        "last": "2025-12-31",
        "parameters": {"approver_roles": ["reviewer"]},
    },
}
"""What REV-02 asks for, and when."""
PERSONS = [
    {"id": "Ada", "addresses": ["ada@acme.example"], "accounts": ["github:101", "github:102"]},
    {"id": "Ben", "accounts": ["github:103"], "roles": [{"role": "reviewer"}]},
    {"id": "Cyd", "accounts": ["github:104"]},
]
MAIL_MAP = "Ben Okri <ben@acme.example> <ben@old-laptop.example>\n"
Commit = tuple[str, str]
"""Who wrote it, and its message."""
State = Literal["APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED", "PENDING"]


class Said(NamedTuple):
    """A review at a time of the day; `on` is the commit's place, nought for the last."""

    state: State
    by: str
    at: str
    on: int
    struck: tuple[str, str, Literal["approved", "changes_requested"]] | None = None
    """By whom and when it was dismissed, and what it was: the timeline says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A change: who wrote, opened, reviewed and merged it, and what the three tests of review must say."""

    name: str
    expected: tuple[str, str, str] | None
    """Outcome and reason of REV-01, REV-02 and REV-03; `None` where the change is not in the population."""
    why: str
    peers: str = ""
    """How a way of deciding that is in wide use would have it, where that is something else."""
    commits: tuple[Commit, ...] = (("ada", "Work"),)
    committer: str = ""
    opener: str = "ada"
    reviews: tuple[Said, ...] = ()
    merger: str = "dora"
    how: Literal["merge", "squash", "push"] = "merge"
    message: str = ""
    """Of what the forge lands; its own where it is empty."""
    base: str = ""
    on_top_of: str = ""
    """The scenario whose branch it grew out of, and whose commit the forge lists for it too."""
    repeats: str = ""
    """The scenario whose change it brings to another branch."""
    is_empty: bool = False
    rule: str = ""


def said(state: State, by: str, at: str = "12:00", on: int = 0) -> Said:
    """A review at a time of the day; the merge is at 15:00."""
    return Said(state, by, at, on)


def approved(by: str, at: str = "12:00", on: int = 0) -> Said:
    """An approval."""
    return Said("APPROVED", by, at, on)


def struck(review: Said, by: str, at: str) -> Said:
    """A review that somebody dismissed at a time of the day."""
    was: Literal["approved", "changes_requested"] = "approved"
    if review.state == "CHANGES_REQUESTED":
        was = "changes_requested"
    return review._replace(state="DISMISSED", struck=(by, at, was))


def judge(
    scenarios: tuple[Scenario, ...], folder: Path, *, with_timeline: bool = True
) -> dict[str, tuple[str, ...]]:
    """What the tests say of each scenario that is in the population, by its name."""
    history = play(story(scenarios, with_timeline=with_timeline), {})
    import_history(history, folder / "shop")
    write(answers(history), folder / "forge")
    run = collect(
        Request((folder / "shop",), "2025", folder / "store", "2026-01-05T00:00:00Z",
                forge=f"recorded:{folder / 'forge'}"),
        silent,
    )  # fmt: skip
    evaluated = evaluate(run, ())
    findings = {(one.subject, one.assertion): one for one in evaluated.evaluation.findings}
    landed = {change.landed_sha: change.id for change in evaluated.view.changes}
    found = {}
    for number, scenario in enumerate(scenarios, start=1):
        name = scenario.name if scenario.how == "push" else f"#{number}"
        change = landed.pop(history.find(name).id, None)
        if change is not None:
            verdicts = [findings[change, assertion] for assertion in REVIEW_TESTS]
            found[scenario.name] = tuple(f"{one.outcome.word} {one.reason}" for one in verdicts)
    assert landed == {}
    return found


def story(scenarios: tuple[Scenario, ...], *, with_timeline: bool = True) -> Story:
    """All of them, one a day, each under the rule that it is about."""
    numbers = {scenario.name: number for number, scenario in enumerate(scenarios, start=1)}
    days = {rule: date.fromisoformat(str(told["first"])) for rule, told in RULES.items()}
    entries = [Entry(push=_start("2024-12-01")), _release("2024-12-02")]
    for scenario in scenarios:
        days[scenario.rule] += timedelta(days=1)
        entries.append(_entry(scenario, numbers, days[scenario.rule].isoformat()))
    return Story(
        format=1, name="shop", about="", owner="acme-example", repository_id=820100900, branch="main",
        period="2025", per_page=100, protection=Protection(status=404, message="Branch not protected"),
        people=PEOPLE, history=tuple(entries), also_asked=("timeline",) if with_timeline else (),
    )  # fmt: skip


def _start(day: str) -> CommitStep:
    files = {"attest.yaml": dumps(_configuration()).decode(), ".mailmap": MAIL_MAP}
    return CommitStep(author="dora", at=f"{day}T08:00:00Z", message="Start", files=files)


def _release(day: str) -> Entry:
    step = CommitStep(author="dora", at=f"{day}T08:00:00Z", message="Open the 1.0 line", files={"v": "1\n"})
    return Entry(push=step, branch="release/1.0")


def _configuration() -> dict[str, object]:
    told = {"operation": "operated", "wording": "We do.", "owner": "Head of Engineering"}
    controls: list[dict[str, object]] = [
        {"id": "FE-1", "assertion": "REV-01", **told},
        {"id": "FE-3", "assertion": "REV-03", **told},
    ]
    for number, rule in enumerate(RULES.values(), start=1):
        term = {"since": rule["first"], "until": rule["last"], "parameters": rule["parameters"]}
        controls.append({"id": f"FE-2-{number}", "assertion": "REV-02", **told, **term})
    return {"format": "attest/1", "entity": "Acme", "controls": controls, "persons": PERSONS}


def _entry(scenario: Scenario, numbers: dict[str, int], day: str) -> Entry:
    steps = tuple(_commit(scenario, place, numbers, day) for place in range(1, len(scenario.commits) + 1))
    if scenario.how == "push":
        return Entry(push=steps[0])
    number = numbers[scenario.name]
    below = numbers.get(scenario.on_top_of, 0)
    merged = MergeStep(
        by=scenario.merger, at=f"{day}T15:00:00Z", how=scenario.how,
        message=scenario.message.format(number=number, **_named(numbers)),
    )  # fmt: skip
    return Entry(
        pull=PullStep(
            number=number,
            title=scenario.name,
            branch=scenario.name,
            opener=scenario.opener,
            opened_at=f"{day}T10:00:00Z",
            base=scenario.base,
            start=f"#{below}/head" if below else "",
            also_lists=(f"#{below}/1",) if below else (),
            commits=steps,
            reviews=tuple(_dated(review, day) for review in scenario.reviews),
            merged=merged,
        )
    )


def _dated(review: Said, day: str) -> ReviewStep:
    at = None if review.state == "PENDING" else f"{day}T{review.at}:00Z"
    dismissed = None
    if review.struck is not None:
        by, when, was = review.struck
        dismissed = DismissalStep(by=by, at=f"{day}T{when}:00Z", was=was)
    return ReviewStep(by=review.by, state=review.state, at=at, on=review.on, dismissed=dismissed)


def _commit(scenario: Scenario, place: int, numbers: dict[str, int], day: str) -> CommitStep:
    author, message = scenario.commits[place - 1]
    source = numbers.get(scenario.repeats, 0)
    files = {} if source or scenario.is_empty else {f"{scenario.name}.txt": f"{place}\n"}
    return CommitStep(
        author=author,
        committer=scenario.committer,
        at=f"{day}T09:{place:02}:00Z",
        message=message.format(**_named(numbers)),
        key=scenario.name if scenario.how == "push" else "",
        files=files,
        repeats=f"#{source}/head" if source else "",
    )


def _named(numbers: dict[str, int]) -> dict[str, str]:
    return {name.replace("-", "_"): f"#{number}" for name, number in numbers.items()}
