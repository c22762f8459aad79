"""``python -m photovoice`` is the ``photovoice`` command."""

from photovoice.cli import main

main()
