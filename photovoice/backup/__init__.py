"""Backups, restoring them, and looking whether everything kept is whole.

Stands over the line, for it deals with all of it at once: a backup is a snapshot of every table in
a format of our own (``tables``), the stored bytes the snapshot names (``named``) and the folders of
editions, all kept by content at a place somebody chose (``place``).  What people take back after a
backup is copied to that place at once (``taken_back``), so that a restore brings nothing back that
somebody had asked to go.
"""
