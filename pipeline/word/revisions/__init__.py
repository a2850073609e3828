"""Two versions of one paper: changes marked for readers, and what people changed in Word carried into a new build.

``reading`` sees a paragraph as a line of text, however a program splits its runs; ``aligning`` and ``pairing`` find
which part of one version is which of the other; ``differing`` compares lines by word; ``tracked``, ``copying``,
``ends`` and ``weaving`` write tracked changes. ``marking`` puts them together.
"""
