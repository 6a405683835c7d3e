"""Evidence for audited change management where AI wrote some of the code."""

__version__ = "0.1.0"
