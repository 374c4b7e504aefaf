"""What a project knows, and may therefore say: its contracts, claims, rules, dates, addresses and pages."""
