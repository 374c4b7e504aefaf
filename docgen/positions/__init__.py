"""Where a value stands in a YAML, JSON or TOML text: line and column from a pointer."""
