"""Printing: postcards a printer can use as they are.

Takes photographs and words that the gate has cleared for print and makes PDFs with bleed, boxes
and embedded fonts, card by card for a web printer or imposed on sheets for a local one.  Stands
at the right-hand end of the line, beside the gallery.
"""
