"""Trees of merges and cherry-picks, worked out without git. Pure."""

from collections.abc import Iterator, Mapping

from attest.errors import ConfigError
from attest.samples.objects import Node, Tree

Known = Mapping[str, Node]
"""Commits by id, in the order of creation, parents first."""


def merged(known: Known, ours: Node, theirs: tuple[Node, ...], where: str) -> dict[str, str]:
    """The tree of a merge, of several branches in their order, in which no path was changed twice.

    Raises:
        ConfigError: A path was changed on two sides to different content.
    """
    tree = dict(ours.tree)
    for other in theirs:
        _take_in(tree, _fork(known, ours, other), other.tree, where)
    return tree


def changed(known: Known, node: Node) -> dict[str, str]:
    """The files that a commit added or changed."""
    before = known[node.parents[0]].tree
    return {path: text for path, text in node.tree.items() if before.get(path) != text}


def _take_in(tree: dict[str, str], base: Tree, theirs: Tree, where: str) -> None:
    for path in set(base) | set(theirs):
        if theirs.get(path) == base.get(path) or theirs.get(path) == tree.get(path):
            continue
        if tree.get(path) != base.get(path):
            raise ConfigError(f"both sides of a merge change {path!r}", where=where)
        if path in theirs:
            tree[path] = theirs[path]
        else:
            del tree[path]


def _fork(known: Known, ours: Node, theirs: Node) -> Tree:
    """The tree of the newest commit that both sides have; samples hold no criss-cross merges."""
    shared = set(_ancestors(known, ours)) & set(_ancestors(known, theirs))
    return next((known[sha].tree for sha in reversed(tuple(known)) if sha in shared), {})


def _ancestors(known: Known, node: Node) -> Iterator[str]:
    waiting, seen = [node.id], set[str]()
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            yield current
            waiting += known[current].parents
