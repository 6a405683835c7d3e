"""Performance as ratios, each measured side by side in one run. No figure here is a test."""
