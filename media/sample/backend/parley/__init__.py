"""Parley: a small chat backend."""
