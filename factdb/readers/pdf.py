"""Portable documents."""
