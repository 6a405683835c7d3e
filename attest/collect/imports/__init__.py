"""Files that are handed in: from bytes to rows whose cells have one form, and to whom they name. Pure."""
