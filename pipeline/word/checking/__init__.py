"""A paper's template is checked before it is used: every mistake at once, each at its place in Word.

============  ==================================================================
``check``     a template's bytes → all that is wrong with it
``reading``   a template's bytes → its lines, each with its place as Word shows it
``braces``    a line → its tags, and what was meant to be one
``blocks``    loops and conditions: opened, closed, and where
``scope``     what a name means at a place
``names``     names: whether there is one, and of what shape
``reader``    what tags say: names, filters, tests, functions, loops
``comparing`` comparisons that can never hold
``deciding``  arithmetic, sorting and choosing, which are not a template's work
``ratings``   ratings shown without their word or their colour
``lost``      what a tag would take away with it, and tags where none can be filled
``shown``     values of the returns that no tag shows
``styles``    the styles that the template lacks
``flaws``     what is found, with its place, and echoes put together
``marking``   a copy of the template with the findings as Word comments
============  ==================================================================
"""
