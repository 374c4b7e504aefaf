"""The only readers: a repository -> one frozen Project, and a finding for everything that could not be read."""
