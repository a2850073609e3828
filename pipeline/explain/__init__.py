"""Findings → words: lines for the terminal, the build report, and JSON for programs."""
