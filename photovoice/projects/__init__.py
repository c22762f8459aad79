"""Photovoice projects: one question, some organisations, and people with their parts in it.

Everything that follows (photographs, releases, sessions, exhibitions) belongs to exactly one
project, and every address and query is scoped by it.  Stands after accounts and before the
archive.
"""
