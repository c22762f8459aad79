"""Paper: from an exhibition to postcards that come back from the printer right the first time.

Last in the line.  Printing reads what the archive keeps and what the exhibition chose, asks for
clearance for print, and changes nothing to its left.  ``rules`` is the geometry, in millimetres,
and knows neither PDF nor disk; ``typeset`` sets the words (typst), ``place`` puts the photographs
beside them without touching their scans (pikepdf, with ``jpeg`` and ``colour`` to read them);
``postcards`` makes the file, and ``terms`` lets it be handed out only while those on it agree;
``preflight`` and ``proof`` check it as a printer would; ``calibration`` finds out how far a
printer's two sides drift apart.
"""
