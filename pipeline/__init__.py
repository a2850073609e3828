"""From the partnerships' Excel returns to the committee's Word paper.

``bytes → Workbook → Return → Edition → Paper → bytes``

===============  =====================================================================
``cli``          the command line: runs what it says; a build that would be the last one over again is not begun
``grammar``      its commands and options, and which of them go together
``commands``     runs a command: what it gives, shown and turned into an exit code
``remembering``  what was read and marked before, from the store instead of anew
``rendered``     papers that were made before from the same, from the store instead of anew
``store``        bytes by key in a folder that may be deleted at any time
``unchanged``    what the last build said, where the same build is asked for again
``fault``        a fault of the program's own, put on file
``terminal``     what a run shows to the person who started it
``build``        the phases of a build in order, on one screen
``inflow``       the first of them, which every look at the returns shares
``papers``       the files of the papers: which are due, from the store or made anew, as PDF
``wanted``       which papers a run makes, as what, and under what names
``word_file``    one Word file of a paper, made in this process or another
``template_checks``  what is wrong with the papers' templates
``meeting_packs``    the papers of each meeting in one PDF, which ``pack`` binds and ``pdf`` has LibreOffice make
``sharing``      one board's work shared out among ``processes`` of this computer
``levels``       the levels that the configuration gives to rules
``results``      the last: published, with what people changed in the results that lie there
``outcome``      what a run gave, for the terminal, the exit code and the mail
``returns``      what is asked of returns without a build: check, forms, status
``templates``    what is asked by somebody who edits a template: its names, its mistakes
``edition``      which returns count, how each sender stands, what is found on them
``since_last``   what differs between a paper and the last period's, as tracked changes
``editing``      what people changed in Word in a published paper, carried into the new build
``runs``         what identifies a run, and whether its results lie there already
``scheduled``    a run with nobody watching: what is due, the log, the summary
``watch``        a build after each change, until Ctrl-C
``watched``      what a build is made from, at a glance, and when it is at rest
``boards``       many boards in one run, each with its own fate
``jobs``         one board's work as bytes, to be done anywhere
``workers``      who does it: this process, processes beside it
``cluster``      or the computers of a Dask cluster
``lock``         one run at a time
``exit_codes``   how a server learns how a run went
``doctor``       whether this machine and this folder can do the job
``files``        where a build reads the project's files from: a disk, or what was carried
``project``      the project's own files → the plan of a run
``issuing``      the forms of a period, filled from the last returns that counted
``next_forms``   the last return that counted → what the next form is issued with
``inbox``        what lies in ``inputs/``: workbooks, and files passed over
``model``        every type that flows
``yaml_source``  YAML with the line of every value
``yaml_shapes``  the shapes that its values must have
``settings``     ``config.yaml`` → ``Settings``
``forms``        what a return holds; the workbook made from it, blank or with what was last reported; a return handed back with its queries marked
``intake``       a workbook's bytes → ``Workbook`` → ``Return``
``rules``        checks within one return and across returns; which returns are accepted
``merge``        accepted returns → ``Edition``
``compose``      ``Edition`` → ``Paper``: all arithmetic, order and summaries
``word``         ``Paper`` and template → the bytes of a Word file, proved; two versions of one compared
``publish``      the whole set of files or none of it, and nobody's edits lost
``swap``         a folder's new contents in place of its old ones in one step
``manifest``     what a period's results were made from, and the hash of each
``mail``         what people are told by e-mail: what is due, worded, sent once
``explain``      findings → lines in order, the build report, JSON, queries and the letters that carry them
``reporting``    what a run read, found and wrote → the build report
``rulebook``     every rule whose level may be changed, gathered from the stages that declare them
``packing``      Office packages with the same bytes for the same contents
``compiled``     what templates come to, kept where Python keeps what modules come to
``scores``       what a row amounts to: a risk's score, a measure's position
``filling``      texts that governance staff word: templates filled in a sandbox
``saying``       what a cell means, in words
``limits``       the caps on what reading one workbook may cost
``printable``    text that any page can hold
``links``        the links that a paper may carry
``identifiers``  what tells in a text who somebody is
``people``       counts of people in a text that are small enough to tell
``colour``       the text colour that can be read on a fill
``starter``      starts the program with the packages that it needs
``fetching``     fetches them, on a machine that has Python alone
===============  =====================================================================

Imports run one way: ``model ← settings, forms ← {inbox, intake, rules, merge, compose, word, publish, explain} ← outcome
← {inflow, results} ← {build, returns, templates} ← {mail, watch, scheduled ← {doctor, boards ← terminal}} ← commands ←
cli ← run.py``; the stages in the first braces never import each other.
"""

__version__ = "0.1.0"
