"""The sender's own workbook with queries marked in it: what must change is edited, all else stays byte for byte.

==================  ================================================================
``package``         the parts of the file: read, put, left out, and packed again
``content_types``   what each part is
``relations``       which part leads to which
``trees``           a part as a tree, and new elements where the schema wants them
``reaching_out``    whether a workbook does something by itself when it is opened
``leaving_out``     what does not go back with a copy: macros, signatures
``objects``         objects on a sheet that bring a file or code of their own
``book``            the list of sheets, and what counts them
``sheet``           what changes on one sheet: its colour rule, what is hidden
``places``          cells by their names, and areas of them
``earlier``         whether a sheet is the list of an earlier round
``styles``          the looks that the marks and the sheet of queries need
``notes``           the notes at the cells
``boxes``           the boxes that notes are shown in
``threads``         our words as replies where cells have threads of comments
``queries_sheet``   the sheet at the front
==================  ================================================================
"""
