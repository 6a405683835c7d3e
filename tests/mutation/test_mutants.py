"""What counts as a mutant."""

from tests.mutation.mutants import mutants


def test_each_comparison_is_mutated_alone() -> None:
    """One operator at a time, everything else as it was."""
    found = [(mutant.line, mutant.after) for mutant in mutants("x = a == b\ny = 0 <= c < d\n")]

    assert found == [
        (1, "a != b"),
        (2, "0 < c < d"),
        (2, "0 > c < d"),
        (2, "0 <= c <= d"),
        (2, "0 <= c >= d"),
    ]


def test_a_mutant_is_the_whole_module() -> None:
    """Its text can be loaded in the place of the module's own."""
    assert [(mutant.source, mutant.function) for mutant in mutants("def f(a):\n    return a is None\n")] == [
        ("def f(a):\n    return a is not None", "f")
    ]
