"""What a check is: a question, the steps that answer it, every reason it can give, and a pure function.

The report prints question and steps from here, and an outcome is looked up from the reason given, so
that what is printed, what is documented and what is decided cannot differ.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from attest.evaluate.facts import ChangeFacts, RepositoryFacts
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.finding import Outcome

Setting = str | int | bool | tuple[str, ...]
Settings = Mapping[str, Setting]
"""Values of the assertion's parameters in force for a subject, defaults filled in."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an outcome is what it is.

    `absence` marks reasons that rest on something not being there, such as an approval that nobody
    took back: where a source could not be read to the end, they do not hold, and the engine gives
    `evidence-missing` instead.
    """

    outcome: Outcome
    meaning: str
    absence: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says of one subject: a reason of its own, the fact in a sentence, the records.

    The message holds no names and no text from the repository.
    """

    reason: str
    message: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What both kinds of check have. `version` goes up when the same facts can give another outcome."""

    id: str
    version: int
    question: str
    procedure: tuple[str, ...]
    """Numbered steps that a person can perform again with the package, and a clone where they say so."""
    reasons: Mapping[str, Reason]
    parameters: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    """Those of the parameters that an assertion may leave out: the check then does as by its own default."""
    sources: tuple[str, ...] = ()
    """Sources without which nothing can be said: `reviews`, `checks`, `comprehension`, `pull-requests`,
    or the kind of an imported file."""
    consulted: tuple[str, ...] = ()
    """Further sources that are read where they are connected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCheck(Check):
    """A check of one change."""

    run: Callable[[ChangeFacts, Settings], Verdict]
    run_by_trailers: Callable[[ChangeFacts, Settings], Verdict] | None = None
    """In place of `run` where the forge's reviews were not connected, and management says that the control
    leaves its evidence in commit messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryCheck(Check):
    """A check of one repository's population."""

    run: Callable[[RepositoryFacts, Settings], Verdict]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCheck(Check):
    """A check whose subjects are neither changes nor repositories: it lists its own population.

    A population that is empty in sources that were read gives one finding, of the run.
    """

    population: str
    """What its subjects are, as an assertion's `applies_to` names them: `deployments`, `people`."""
    items: Callable[[RunFacts], Iterable[Item]]
    """Its subjects, in an order that input cannot change."""
    run: Callable[[Item, RunFacts, Settings], Verdict]
    listed_from: tuple[str, ...] = ()
    """Sources in which a further subject may hide where they could not be read to the end."""
    builds_on: tuple[str, ...] = ()
    """Assertions whose outcomes it asks for; none of them builds on others."""
    of_register: bool = False
    """Whether its subjects are lines of the register: those of every other test stand there by then."""


def number(settings: Settings, name: str) -> int:
    """A whole-number setting.

    Raises:
        TypeError: It is something else.
    """
    value = settings[name]
    if not isinstance(value, int):
        raise TypeError(f"setting {name} is not a number")
    return value


def word(settings: Settings, name: str) -> str:
    """A text setting.

    Raises:
        TypeError: It is something else.
    """
    value = settings[name]
    if not isinstance(value, str):
        raise TypeError(f"setting {name} is not text")
    return value


def words(settings: Settings, name: str) -> tuple[str, ...]:
    """A setting that is a list of texts.

    Raises:
        TypeError: It is something else.
    """
    value = settings[name]
    if not isinstance(value, tuple):
        raise TypeError(f"setting {name} is not a list")
    return value
