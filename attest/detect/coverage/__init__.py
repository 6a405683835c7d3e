"""What could have left evidence of AI involvement, and what keeps it away.

Pure readers of files at the tip of a branch. A new setting is an entry of `settings.yaml`, a new tool one
of `tools.yaml`, a new kind of reading a file here and a line in `registry`.
"""
