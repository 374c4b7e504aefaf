"""The rules: what each must answer, the docs host, the files of every edge, and what a deploy changes."""
