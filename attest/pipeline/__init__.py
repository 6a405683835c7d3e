"""The wiring: the only package that knows two stages. It holds no rules."""
