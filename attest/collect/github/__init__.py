"""GitHub as a forge: answers are fetched into a folder as received, and read from there."""
