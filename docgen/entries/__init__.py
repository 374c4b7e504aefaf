"""What an entry covers, the roadmap, and the digests of what was published."""
