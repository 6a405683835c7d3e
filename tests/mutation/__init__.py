"""Mutated comparisons of the checks: each must be noticed by the tests of its check."""
