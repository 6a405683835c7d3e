"""One file for each kind of trace."""
