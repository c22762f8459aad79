"""What the public sees, made from an edition and from nothing else.

This is the right-hand end of the line.  `exhibition` hands over a manifest and the pictures it
names; `pages` turns them into a self-contained folder that works on the web, on a kiosk and from
a USB stick; `state` remembers, beside those folders, which edition hangs and which photographs
have been taken down; `views` serves the folders.  The public side reads no table and knows no
login, so it cannot show what an edition does not contain.  Visitors' answers are the one thing
that travels back (`models`), and the next edition carries those the curators chose.
"""
