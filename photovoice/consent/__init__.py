"""Consent: who is in a photograph, what each has agreed to, and the one gate.

People pictured are named one by one, answer use by use, and may take their answer back with one
action.  ``rules.clearance`` combines all of it; pages, tiles, search, editions, print and export
ask it and nothing else.  Every change, a withdrawal among them, is announced by
``events.changed``; what lies to the right listens.
"""
