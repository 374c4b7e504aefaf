"""Access logs: the requests of clients, with their times and statuses."""
