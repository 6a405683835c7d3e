"""The run on disk: written once, read, verified."""
