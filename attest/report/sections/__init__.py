"""The chapters of the report, one file each: from evidence to blocks."""
