"""The workshop: the group talks its photographs over and says what it found.

Sessions follow a question guide, answers are written down with who said them, tags and themes
grow from the talk, and where somebody sees it otherwise that is kept beside it.  What the group
puts forward is its selection, from which exhibitions are made.
"""
