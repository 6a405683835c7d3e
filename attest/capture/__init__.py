"""Reviewer-comprehension evidence, taken from people at review time."""
