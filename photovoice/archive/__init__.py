"""The archive: photographs come in here, and nothing said “received” is ever lost.

Bytes are checked and stored first, then the row that names them is written; the darkroom makes
the renditions people see, turned upright and free of metadata.  The original stays private.  Who
may see or use a photograph is decided to the right, in consent.
"""
