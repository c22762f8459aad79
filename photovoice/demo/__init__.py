"""The demonstration: a complete fictional project that shows the house from end to end.

It stands at the end of the line and may use every other part; no other part knows of it.
"""
