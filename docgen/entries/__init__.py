"""What an entry covers and promises, and the digests of what was published."""
