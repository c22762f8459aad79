"""Work that can wait: a row written with the change that asks for it.

Stands beside the line.  A domain enqueues a row in the transaction of its change and registers a
handler for it; the queue only wakes the worker, and a sweep finds whatever a crash left behind.
Handlers may run twice, so they look before they do.
"""
