"""Several runs read as one: chosen from a store, joined record by record, held against each other."""
