"""Intake: a workbook's bytes → ``Workbook`` → ``Return``."""
