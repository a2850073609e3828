"""The reader of Excel workbooks: faithful to what a cell shows, and bounded whatever the file says.

===============  ==============================================================================
``limits``       the most that reading one workbook may cost, counted while reading
``file_kinds``   what a file is by its content, so that one that is no workbook is named
``package``      the zip: checked before it is used, its parts unpacked in small pieces
``parts``        a part's XML as calls to the readers of the elements that they know
``alike``        parts that many workbooks have alike, read once, known by their bytes
``relations``    which part is what: content types and relationships
``palette``      colours as RRGGBB: direct, of the theme with tint, or of the palette
``formats``      whether a number format shows a date, a time or per cent
``styles``       what a cell's style says about fill, font and number format
``text``         text as a person sees it; the runs of rich text
``values``       what a number, date, truth value or error shows
``positions``    cells' names as rows and columns, and back
``comments``     notes and threaded comments
``remarks``      what is odd about single cells, gathered by fault
``cells``        one cell from its value, its style and what the workbook shares
``sheet``        a worksheet's cells, what is hidden, merged or linked
``properties``   when the file says that it was saved
``book``         the workbook: which sheets it has, and the parts that they share
===============  ==============================================================================

Rules of the format are those of ECMA-376 (the same as ISO/IEC 29500), 5th edition: part 1 for the parts of a
workbook, part 2 for the zip, part 3 for alternate content.
"""
