"""Checks: what is wrong within one return, and which of several returns count."""
