"""``Edition`` → ``Paper``: all arithmetic, order and summaries; a template only places what stands here."""
