"""Whether this machine and this folder can do the job: one page, each thing with its result and its remedy."""
