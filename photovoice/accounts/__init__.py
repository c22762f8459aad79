"""People and how they come in: the door of the house.

Before anything is photographed, somebody has to be let in.  Staff come with an e-mail address and
a password, community researchers with a card of seven words; either way a row stands for the
signed-in device, and taking the row away signs it out.  What people may do once inside is not
decided here but in ``photovoice.permissions``.  Nothing to the right is known to this part.
"""

from photovoice.accounts import login

__all__ = ["login"]
