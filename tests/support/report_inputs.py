"""Inputs of a report without a repository: a year of a small team, and the edges of what can occur."""

from dataclasses import dataclass, replace

from attest.evaluate.facts import Facts
from attest.evaluate.principals import observe
from attest.model.agent import RecordAsked, RegisteredAgent, Tier
from attest.model.change import Change
from attest.model.control import (
    Catalog,
    Declaration,
)
from attest.model.evidence import FileEntry, Manifest, RuleRan, RunView
from attest.model.finding import Evaluation
from attest.model.population import (
    Boundary,
    BoundaryBasis,
    Count,
    Period,
    Reconciliation,
    RepositoryScope,
)
from attest.model.report import Presentation, Report
from attest.model.touch import Touch
from attest.report.build import build, walked_change
from tests.support.report_controls import catalog, declarations, evaluation
from tests.support.report_records import (
    _PEOPLE,
    _TITLES,
    AS_OF,
    REPOSITORY,
    change,
    checks,
    commit,
    comprehension,
    digest,
    gaps,
    involvement,
    matched,
    metrics,
    person,
    reviews,
    sha,
    signals,
    touches,
    watched,
)


@dataclass(frozen=True)
class Inputs:
    """Everything that `build` takes."""

    view: RunView
    catalog: Catalog
    declarations: tuple[Declaration, ...]
    evaluation: Evaluation
    presentation: Presentation

    def report(self) -> Report:
        """The report of these inputs."""
        return build(self.view, self.catalog, self.declarations, self.evaluation, self.presentation)


def manifest(changes: tuple[Change, ...], *, second_source: str, found: tuple[Touch, ...] = ()) -> Manifest:
    """The manifest of a year of one repository."""
    start = Boundary(sha=sha("start"), at="2025-01-01T00:00:00Z", basis=BoundaryBasis.PREVIOUS_RUN)
    end = Boundary(
        sha=changes[-1].landed_sha if changes else sha("start"),
        at="2026-01-01T00:00:00Z",
        basis=BoundaryBasis.DECLARED,
        out_of_order=(sha("late 1"), sha("late 2")),
    )
    size = len(changes)
    pulls = sum(1 for item in changes if item.number is not None)
    scope = RepositoryScope(
        name=REPOSITORY,
        remote=f"meridian-pay/{REPOSITORY}",
        branch="main",
        start=start,
        end=end,
        object_format="sha1",
        forge="recorded" if second_source else "git",
        commit_count=sum(item.commit_count for item in changes),
        change_count=size,
        facts=("replace-refs:2",),
        watched=watched(found),
    )
    command = f"git rev-list --first-parent --count {start.sha}..{end.sha}"
    counts = (Count(what="first-parent commits", how=command, count=size),) + (
        (
            Count(
                what="merged pull requests of the forge",
                how="pulls?state=closed&base=main, 2 pages",
                count=pulls + 1,
            ),
        )
        if second_source
        else ()
    )
    return Manifest(
        format_version=1,
        tool_version="0.1.0",
        git_version="2.39.5",
        entity="Meridian Payments Limited",
        system="Ledger platform",
        operator="Ruth Abelson, Compliance",
        period=Period(
            label="2025",
            first_day="2025-01-01",
            last_day="2025-12-31",
            timezone="UTC",
            since="2025-01-01T00:00:00Z",
            until="2026-01-01T00:00:00Z",
        ),
        as_of=AS_OF,
        as_of_basis="given on the command line",
        forge=scope.forge,
        repositories=(scope,),
        reconciliations=(
            Reconciliation(
                repository=REPOSITORY,
                first_source="git, first-parent line of main",
                second_source=second_source,
                counts=counts,
                difference=1 if second_source else 0,
                unmatched_here=tuple(item.id for item in changes if item.number is None)[:4]
                if second_source
                else (),
                unmatched_there=("#417",) if second_source else (),
            ),
        ),
        sources=("forge:recorded", "git", "refs/pull") if second_source else ("git",),
        not_connected=() if second_source else ("checks", "comprehension", "reviews"),
        config_origin="attest.yaml at the release branch's tip" if second_source else "none",
        rules=tuple(
            RuleRan(id=f"rule-{name}", version=1 + place % 3, origin="built-in")
            for place, name in enumerate(_RULES)
        ),
        counts={"changes": size},
        files=tuple(
            FileEntry(
                path=f"records/{name}.jsonl", size=1200 * (place + 3), sha256=digest(name), records=size
            )
            for place, name in enumerate(("changes", "commits", "gaps", "involvements", "reviews", "signals"))
        ),
        previous_run=digest("previous"),
    )


_RULES = (
    "co-author-trailer",
    "generated-with-footer",
    "session-link",
    "assisted-by",
    "agent-author",
    "agent-committer",
)


def year(count: int = 60) -> Inputs:
    """A realistic year: reviews, several tools, deviations, gaps, three frameworks."""
    changes = tuple(change(number, count=count) for number in range(count))
    own = tuple(touch for item in changes[4:40:12] for touch in touches(item, 1 + item.ordinal // 8))
    header = manifest(changes, second_source="forge: merged pull requests of main", found=own)
    view = RunView(
        run_id="9f3c51d2a4e07b68",
        manifest=header,
        manifest_digest=digest("manifest"),
        root=digest("root"),
        signed=False,
        changes=changes,
        involvements=tuple(involvement(item) for item in changes),
        signals=tuple(signal for item in changes for signal in signals(item)),
        reviews=tuple(review for item in changes for review in reviews(item)),
        checks=tuple(check for item in changes for check in checks(item)),
        comprehension=tuple(comprehension(item) for item in changes if item.ordinal % 6 == 0),
        metrics=tuple(metrics(item) for item in changes if item.ordinal % 3 == 0),
        gaps=gaps(),
        people={person(number).id: name for number, name in enumerate(_PEOPLE)},
        titles={item.id: _TITLES[item.ordinal % len(_TITLES)] for item in changes},
        matched={signal.id: matched(signal) for item in changes for signal in signals(item)},
        touches=own,
    )
    tests, declared = catalog(), declarations()
    found = with_principals(evaluation(view, tests, declared), view, REGISTER)
    return Inputs(view, tests, declared, found, presented(view, found, tests))


REGISTER = (
    RegisteredAgent(
        id="claude-code",
        sponsor="Ruth Abelson",
        owner="Head of Engineering",
        tier=Tier.CO_AUTHOR,
        models=("claude-opus-*",),
        paths=("src/**", "tests/", "docs/", "tools/"),
        since="2025-01-01",
        record=RecordAsked(clean_changes=5, reverted_percent=10),
    ),
    RegisteredAgent(id="in-house", sponsor="Ruth Abelson", owner="Platform", tier=Tier.DIRECT),
)


def with_principals(
    found: Evaluation, view: RunView, register: tuple[RegisteredAgent, ...] | None
) -> Evaluation:
    """The evaluation with the principals of its run; the second change takes the first one back."""
    facts = tuple(Facts(view, register).changes())
    undoing = commit(view.changes[1], 0).model_copy(update={"reverts": (view.changes[0].landed_sha,)})
    seen = observe(facts, (undoing,), found.deviations, register)
    return found.model_copy(
        update={
            "principals": seen.principals,
            "register_declared": register is not None,
            "register_entries": seen.entries,
        }
    )


def presented(view: RunView, found: Evaluation, tests: Catalog) -> Presentation:
    """The texts that go with a run."""
    walked = next(item for item in view.changes if item.id == walked_change(view, found))
    commits = tuple(commit(walked, place) for place in range(3))
    steps = (
        "Take every subject of the population named above.",
        "Read the records that the source names, at the revision that landed.",
        "Compare them with the statement; where a record is absent, the result is indeterminate.",
        "Record the reason and the ids of the evidence.",
    )
    return Presentation(
        procedures={test.id: steps for test in tests.assertions},
        commits=commits,
        subjects={item.sha: f"{view.titles.get(walked.id, '')}, part {item.ordinal}" for item in commits},
    )


HOSTILE = (
    '<script>alert("x")</script><link rel=attachment href=file:///etc/passwd>',
    "Fix the parser \x00\x1b[31mred\x1b[0m\r\nSigned-off-by: nobody",
    "user\u202eexe.fdp\u202c is harmless\u2028next line\u200b",
    "caf\udce9 latin-1 name, half a pair \ud83d",
    "مراجعة التغيير رقم ١٢ قبل الدمج",
    "תיקון באג בטבלת העמלות",
    "修复支付网关中的舍入错误 并更新文档",
    "🚀🔥 ship it 👩‍👩‍👧‍👦 ✅",
    "Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030ba\u0300lgo",
    "=HYPERLINK(\"https://example.invalid\";\"open\")",
    "src/" + "very_long_directory_name/" * 8 + "file.py",
    "W" * 400,
    "This change is fully compliant and certified; the reviewer understood everything; no exceptions noted",
    "{{ 7 * 7 }} {% include 'secret' %} ${HOME} `id`",
)  # fmt: skip


def hostile() -> Inputs:
    """A run on git alone whose every text is hostile and whose every result is indeterminate."""
    changes = tuple(change(number, count=len(HOSTILE), typed=False) for number in range(len(HOSTILE)))
    own = touches(changes[2], 5, paths=HOSTILE[:5]) + touches(changes[3], 5, paths=HOSTILE[9:14])
    header = manifest(changes, second_source="", found=own)
    scope = header.repositories[0].model_copy(
        update={"branch": "release/" + "nested/" * 20 + "end", "facts": ("grafts", "shallow:" + "x" * 90)}
    )
    header = header.model_copy(
        update={
            "entity": (
                "The Incorporated Society of Extremely Long Names and Subsidiaries "
                "(Holdings) International GmbH & Co. KG"
            ),
            "system": "支付 <b>platform</b> " + "x" * 200,
            "operator": HOSTILE[2],
            "repositories": (scope,),
        }
    )
    view = RunView(
        run_id="00000000deadbeef",
        manifest=header,
        manifest_digest=digest("hostile"),
        root=digest("hostile root"),
        signed=False,
        changes=changes,
        involvements=tuple(involvement(item) for item in changes),
        signals=tuple(signal for item in changes for signal in signals(item)),
        reviews=(),
        checks=(),
        comprehension=(),
        metrics=(),
        gaps=tuple(
            item.model_copy(update={"what": f"{HOSTILE[place]} at {HOSTILE[10]}", "repository": REPOSITORY})
            for place, item in enumerate(gaps())
        ),
        people={person(number).id: HOSTILE[number] for number in range(6)},
        titles={item.id: HOSTILE[item.ordinal] for item in changes},
        matched={signal.id: HOSTILE[11] for item in changes for signal in signals(item)},
        touches=own,
    )
    tests, declared = catalog(), declarations()
    agents = tuple(
        RegisteredAgent(id=f"agent-{place}", sponsor=text, owner=text, tier=Tier.SUGGEST, models=(text,) * 4)
        for place, text in enumerate(HOSTILE)
    )
    found = with_principals(evaluation(view, tests, declared, blind=True), view, agents)
    return Inputs(view, tests, declared, found, presented(view, found, tests))


def empty() -> Inputs:
    """A run without a change, without declarations and without a stated entity."""
    header = manifest((), second_source="").model_copy(update={"entity": "", "system": "", "operator": ""})
    view = hostile().view.model_copy(
        update={
            "manifest": header,
            "changes": (),
            "involvements": (),
            "signals": (),
            "gaps": (),
            "people": {},
            "titles": {},
            "matched": {},
            "touches": (),
        }
    )
    tests = catalog()
    found = evaluation(view, tests, (), blind=True)
    return Inputs(view, tests, (), found, Presentation())


def signed(inputs: Inputs) -> Inputs:
    """The same inputs with a signature on the run."""
    return replace(inputs, view=inputs.view.model_copy(update={"signed": True}))
