"""The pages that the program writes for a browser; their templates and their look are part of it, and no setting."""
