"""From the world to facts. Records what is there; never infers approval or authorship."""
