"""The register of agents at collection: whose identities it declares, and which commits are theirs."""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from attest.collect.agent_paths import AgentCommit
from attest.config import Config
from attest.detect.engine import Engine
from attest.detect.evidence import evidencing
from attest.document import parse
from attest.errors import ConfigError
from attest.model.agent import RegisteredAgent
from attest.model.collected import CollectedChange, Trace
from attest.model.commit import Commit
from attest.model.identity import ActorKind
from attest.model.touch import Touch

_NOREPLY = "@users.noreply.github.com"
_PULL = "pull-request"


def declared_rules(config: Config, engine: Engine, source: tuple[str, bytes] = ("attest.yaml", b"")) -> bytes:
    """Rules for the identities of the register that detection does not know by itself; empty without any.

    Args:
        config: With the register.
        engine: Knows identities by the rules that ship, and by the user's.
        source: What the configuration was read from: what to call it in messages, and its bytes.

    Raises:
        ConfigError: Detection knows an identity as a tool that its entry does not name.
    """
    rules = [
        {
            "id": f"register.{agent.id}",
            "version": 1,
            "title": f"identities that the register of agents gives {agent.id}",
            "kind": "agent-identity",
            "grade": "B",
            "role": "author",
            "tool": agent.id,
            "identities": unknown,
            "source": "attest.yaml",
            "examples": {"match": [f"author: Agent <{address(unknown[0])}>"]},
        }
        for place, agent in enumerate(config.register or ())
        if (unknown := _unknown(agent, engine, partial(_where, source, place)))
    ]
    return json.dumps({"format_version": 1, "rules": rules}).encode() if rules else b""


def address(identity: str) -> str:
    """The address of an identity: itself, or the private one of an account."""
    login = identity.removeprefix("@")
    return identity if "@" in login else login + _NOREPLY


def _where(source: tuple[str, bytes], agent: int, identity: int) -> str:
    """File and line of an identity of an entry."""
    name, data = source
    return f"{name}:{parse(data, name).line(('agents', agent, 'identities', identity))}" if data else name


def _unknown(agent: RegisteredAgent, engine: Engine, where: Callable[[int], str]) -> list[str]:
    unknown = []
    for number, identity in enumerate(agent.identities):
        kind, tool = (
            engine.classify_login(identity[1:])
            if identity.startswith("@")
            else engine.classify("", address(identity))
        )
        if kind is not ActorKind.AGENT:
            unknown.append(identity)
        elif not agent.means(tool):
            raise ConfigError(
                f"agents.{agent.id}.identities.{number}: {identity!r} is known as the tool {tool!r}, "
                "which the entry does not name",
                where=where(number),
                hint=f"write {tool} as its id or among its tools, or take the identity out",
            )
    return unknown


class AgentWork:
    """Gathers, change by change, the commits of agents that may touch certain paths only."""

    def __init__(self, register: Sequence[RegisteredAgent] | None) -> None:
        self.limited = tuple(agent for agent in register or () if agent.paths)
        self.commits: list[AgentCommit] = []
        self._places: dict[str, int] = {}

    def note(
        self,
        collected: CollectedChange,
        traces: Sequence[tuple[Trace, ...]],
        pull_traces: Sequence[Trace],
        on_branch: Sequence[str],
    ) -> None:
        """Take in a change; `on_branch` are its commits that count where the pull request alone tells."""
        change = collected.change.id
        self._places[change] = len(self._places)
        for agent in self.limited:
            by_commit = zip(collected.commits, traces, strict=True)
            marked = [commit for commit, found in by_commit if _speaks(agent, found)]
            if not marked and _speaks(agent, pull_traces):
                marked = [commit for commit in collected.commits if commit.sha in on_branch]
            for commit in _own(marked):
                self.commits.append(AgentCommit(change, agent.id, commit.sha, commit.parents))

    def in_order(self, touches: Iterable[Touch]) -> list[Touch]:
        """Touches in the order of their changes."""
        return sorted(touches, key=lambda touch: self._places[touch.change])


def _speaks(agent: RegisteredAgent, traces: Iterable[Trace]) -> bool:
    return any(agent.means(trace.tool) for trace in evidencing(traces))


def _own(marked: Sequence[Commit]) -> Sequence[Commit]:
    """The pull request's own commits where they are marked: a squash's trailer speaks for all of them."""
    own = [commit for commit in marked if commit.via == _PULL]
    plain = [commit for commit in own or marked if len(commit.parents) < 2]
    return plain or own or marked
