"""Every way to get one comparison of a module wrong."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_WRONG: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
"""For each operator its opposite, and for those of order the one that treats equals otherwise."""


@dataclass(frozen=True)
class Mutant:
    """A module with one comparison changed; `source` is the whole of it.

    `function` is the function of the module in which it lies, empty where it lies in none.
    """

    line: int
    before: str
    after: str
    source: str
    function: str

    def __str__(self) -> str:
        return f"line {self.line}: `{self.before}` as `{self.after}`"


def mutants(source: str) -> Iterator[Mutant]:
    """Each comparison of a source with each of its wrong operators, in the order of the text."""
    tree = ast.parse(source)
    for part in tree.body:
        function = part.name if isinstance(part, ast.FunctionDef) else ""
        for node in ast.walk(part):
            if isinstance(node, ast.Compare):
                yield from _of(tree, node, function)


def _of(tree: ast.Module, node: ast.Compare, function: str) -> Iterator[Mutant]:
    before = ast.unparse(node)
    for place, right in enumerate(node.ops):
        for wrong in _WRONG[type(right)]:
            node.ops[place] = wrong()
            yield Mutant(node.lineno, before, ast.unparse(node), ast.unparse(tree), function)
        node.ops[place] = right
