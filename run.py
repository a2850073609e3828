"""Build the committee papers: python run.py --help says how.

Every Python since 2.7 must be able to read this file, so that an old one can say what is wrong.
"""

import sys

if sys.version_info < (3, 11):
    sys.stderr.write(
        "This program needs Python 3.11 or newer and was started with Python %d.%d; "
        "please install a newer Python and run it again.\n" % sys.version_info[:2]
    )
    sys.exit(3)

from pipeline.starter import start

if __name__ == "__main__":
    sys.exit(start(sys.argv[1:]))
