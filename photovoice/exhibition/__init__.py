"""The exhibition: chosen photographs in sections and panels, published as editions, on tour.

Only photographs the gate clears can be hung.  Publishing writes an immutable, self-contained
folder; the public side (gallery, kiosk, USB stick) is that folder and nothing else.  When a
release is withdrawn, a new edition is published without the photograph and the old one is
retired.
"""
