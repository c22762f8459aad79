"""Sending from a real browser to a real server, over bad lines."""
