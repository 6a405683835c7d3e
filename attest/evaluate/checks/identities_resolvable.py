"""CFG-05: does everybody who acted lead to a person's account or a named service?"""

from collections.abc import Iterator

from attest.evaluate.activity import active
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict
from attest.evaluate.named_people import ROSTER
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.finding import Outcome
from attest.model.identity import ActorKind

PULLS = "pull-requests"
REVIEWS = "reviews"
_REASONS = {
    "account": Reason(Outcome.MET, "An account of the forge is tied to the person."),
    "rostered": Reason(
        Outcome.MET, "An account of the forge is tied to the person, and the roster names them."
    ),
    "service": Reason(Outcome.MET, "The actor is an agent or robot with a name."),
    "not-rostered": Reason(
        Outcome.NEEDS_REVIEW,
        "An account is tied to the person, and the roster that was handed in does not name them.",
    ),
    "no-account": Reason(
        Outcome.INDETERMINATE,
        "Only an address that no account claims stands for the person: whoever commits can type it.",
    ),
    "unknown": Reason(
        Outcome.INDETERMINATE, "The record names nobody: the account is gone, or the identity was not had."
    ),
}
_SERVICES = (ActorKind.AGENT, ActorKind.ROBOT)


def _items(whole: RunFacts) -> Iterator[Item]:
    for name, one in whole.once(active).items():
        yield Item(f"person:{name}" if one.kind is ActorKind.PERSON else name, name)


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    del settings
    one = whole.once(active)[item.label]
    evidence = tuple(one.evidence)
    message = f"Records in which the actor stands: {len(evidence)}."
    if one.kind in _SERVICES:
        return Verdict("service", message, evidence)
    if one.kind is not ActorKind.PERSON:
        return Verdict("unknown", message, evidence)
    if not one.linked:
        return Verdict("no-account", message, evidence)
    if not whole.handed.has(ROSTER):
        return Verdict("account", message, evidence)
    rows = tuple(row.id for row in whole.handed.by(ROSTER, "person", item.label))
    return Verdict("rostered" if rows else "not-rostered", message, (*evidence, *rows))


CHECK = ItemCheck(
    id="identities_resolvable",
    version=1,
    question="Does everybody who acted on a change lead to a person's account or to a named service?",
    procedure=(
        "List the authors of every change, whoever opened or merged its pull request, and its reviewers: "
        "each once, by pseudonym or name.",
        "An agent or robot with a name is a service. A person must have an account of the forge tied to "
        "them in one record at least; an address that no account claims ties nobody.",
        "Where a roster was handed in, see that it names the person; whom it leaves out is for a person to "
        "look at.",
    ),
    reasons=_REASONS,
    sources=(PULLS,),
    consulted=(REVIEWS, ROSTER),
    population="actors",
    items=_items,
    run=_run,
    listed_from=(PULLS, REVIEWS),
)
