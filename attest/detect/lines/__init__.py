"""Line records: what tools recorded about who wrote which lines, read and judged. Pure.

A record is untrusted text that somebody attached to a commit. It is read within bounds, held against the
lines that the commit added, and never believed beyond them.
"""
