"""From the partnerships' Excel returns to the committee's Word paper.

``bytes → Workbook → Return → Edition → Paper → bytes``

===============  =====================================================================
``cli``          commands, exit codes, what the terminal shows
``build``        the phases in order, on one screen; the only module that knows them all
``model``        every type that flows
``yaml_source``  YAML with the line of every value, and the shapes it must have
``settings``     ``config.yaml`` → ``Settings``
``forms``        what a return holds; the blank workbook made from it
``intake``       a workbook's bytes → ``Workbook`` → ``Return``
``rules``        checks within one return and across returns; which returns are accepted
``merge``        accepted returns → ``Edition``
``compose``      ``Edition`` → ``Paper``: all arithmetic, order and summaries
``word``         ``Paper`` and template → the bytes of a Word file, proved
``publish``      whole files or none; the manifest
``explain``      findings → terminal, text and JSON
``rulebook``     every rule on returns, gathered from the stages that declare them
``colour``       the text colour that can be read on a fill
``starter``      fetches what the program needs, on a machine that has Python alone
===============  =====================================================================

Imports run one way: ``model ← settings, forms ← {intake, rules, merge, compose, word, publish,
explain} ← build ← cli ← run.py``; the stages in braces never import each other.
"""
