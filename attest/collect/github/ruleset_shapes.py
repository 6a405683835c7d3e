"""GitHub's rulesets and branch protection as versions of a branch's rules."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from attest.collect.fields import (
    ShapeError,
    flag,
    identifier,
    instant,
    items,
    mapping,
    maybe_number,
    number,
    plain,
    text,
)
from attest.collect.forge import Account
from attest.collect.forge_records import BranchRules
from attest.collect.github_shapes import account, protected_checks

_HEADS = "refs/heads/"
_LONGEST = 255
_MOST_STARS = 6
_CLASSED = re.compile(r"[\[\]\\{}]")


class Branch(NamedTuple):
    """The branch that rules are held against."""

    name: str
    is_default: bool | None
    """`None` where the repository does not say which one is."""


def entry(value: Any) -> str:
    """The number of a ruleset in the list of them; empty for one that is about no branches."""
    row = mapping(value)
    return identifier(row) if text(row, "target", "branch") == "branch" else ""


class Version(NamedTuple):
    """An entry of a ruleset's history."""

    number: int
    at: str | None
    changed_by: Account | None


def version(value: Any) -> Version:
    """An entry of a ruleset's history; whoever made it has a number and no name."""
    row = mapping(value)
    actor = mapping(row.get("actor") or {})
    is_user = text(actor, "type", "") == "User"
    changed_by = Account(number(actor, "id", 0), "", "user") if is_user else None
    return Version(int(identifier(row, "version_id")), instant(row, "updated_at"), changed_by)


def ruleset(value: Any, branch: Branch) -> tuple[BranchRules, bool]:
    """A ruleset as it stands, and whether it was said who may bypass it."""
    row = mapping(value)
    made = BranchRules(
        id=f"ruleset-{identifier(row)}",
        origin="ruleset",
        name=text(row, "name", ""),
        since=None,
        until=None,
        enforcement=text(row, "enforcement", ""),
        covers=_covers(row, branch),
    )
    for rule in map(mapping, items(row, "rules")):
        made = _with_rule(made, text(rule, "type"), mapping(rule.get("parameters") or {}))
    roles, accounts = _bypass(map(mapping, items(row, "bypass_actors")))
    made = replace(made, bypass=tuple(sorted(roles)), bypass_accounts=tuple(accounts))
    return made, isinstance(row.get("bypass_actors"), list)


def history_state(value: Any) -> Any:
    """The ruleset of a version of its history."""
    return mapping(value).get("state")


def protection(value: Any) -> BranchRules:
    """The classic protection of a branch, which has no history."""
    row = mapping(value)
    asked = row.get("required_pull_request_reviews")
    reviews = mapping(asked or {})
    allowed = mapping(reviews.get("bypass_pull_request_allowances") or {})
    teams = [f"team {text(mapping(one), 'slug')} pull-request" for one in items(allowed, "teams")]
    apps = [f"app {text(mapping(one), 'slug')} pull-request" for one in items(allowed, "apps")]
    users = [account(one) for one in items(allowed, "users")]
    return BranchRules(
        id="protection",
        origin="protection",
        name="",
        since=None,
        until=None,
        enforcement="active",
        covers=True,
        approvals=maybe_number(reviews, "required_approving_review_count") if asked is not None else 0,
        dismisses_stale=bool(flag(reviews, "dismiss_stale_reviews")),
        last_push_approval=bool(flag(reviews, "require_last_push_approval")),
        code_owners=bool(flag(reviews, "require_code_owner_reviews")),
        checks=tuple(sorted(protected_checks(row))),
        forbids_force_push=not _enabled(row, "allow_force_pushes"),
        binds_admins=_enabled(row, "enforce_admins"),
        bypass=tuple(sorted((*teams, *apps))),
        bypass_accounts=tuple((user, "pull-request") for user in users if user is not None),
    )


def covers(patterns: Sequence[str], branch: Branch) -> bool | None:
    """Whether one of a ruleset's patterns means the branch; `None` where that cannot be told."""
    said = [_matches(pattern, branch) for pattern in patterns]
    return True if True in said else None if None in said else False


def _covers(row: dict[str, Any], branch: Branch) -> bool | None:
    if text(row, "target", "branch") != "branch":
        return False
    names = mapping(row.get("conditions") or {}).get("ref_name")
    if names is None:
        return None
    include = covers([plain(one) for one in items(mapping(names), "include")], branch)
    exclude = covers([plain(one) for one in items(mapping(names), "exclude")], branch)
    if include is False or exclude is True:
        return False
    return None if include is None or exclude is None else True


def _matches(pattern: str, branch: Branch) -> bool | None:
    if pattern == "~ALL":
        return True
    if pattern == "~DEFAULT_BRANCH":
        return branch.is_default
    if _CLASSED.search(pattern) or len(pattern) > _LONGEST or pattern.count("*") > _MOST_STARS:
        return None
    spelt = re.escape(pattern.removeprefix(_HEADS))
    spelt = spelt.replace(r"\*\*", ".*").replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
    return re.fullmatch(spelt, branch.name) is not None


def _with_rule(made: BranchRules, kind: str, parameters: dict[str, Any]) -> BranchRules:
    if kind == "pull_request":
        return replace(
            made,
            approvals=maybe_number(parameters, "required_approving_review_count"),
            dismisses_stale=flag(parameters, "dismiss_stale_reviews_on_push"),
            last_push_approval=flag(parameters, "require_last_push_approval"),
            code_owners=flag(parameters, "require_code_owner_review"),
        )
    if kind == "required_status_checks":
        checks = {text(mapping(one), "context") for one in items(parameters, "required_status_checks")}
        return replace(made, checks=tuple(sorted({*made.checks, *checks})))
    return replace(made, forbids_force_push=True) if kind == "non_fast_forward" else made


def _bypass(actors: Iterator[dict[str, Any]]) -> tuple[list[str], list[tuple[Account, str]]]:
    roles: list[str] = []
    accounts: list[tuple[Account, str]] = []
    for row in actors:
        kind, mode = text(row, "actor_type"), text(row, "bypass_mode", "always")
        name = maybe_number(row, "actor_id")
        if kind == "User" and name:
            accounts.append((Account(name, "", "user"), mode))
            continue
        word = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind).lower()
        roles.append(f"{word} {name} {mode}" if name is not None else f"{word} {mode}")
    return roles, accounts


def _enabled(row: dict[str, Any], name: str) -> bool:
    found = row.get(name)
    if found is None:
        return False
    enabled = flag(mapping(found), "enabled")
    if enabled is None:
        raise ShapeError(name)
    return enabled
