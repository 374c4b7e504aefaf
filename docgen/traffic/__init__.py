"""Access logs: who called what, when."""
