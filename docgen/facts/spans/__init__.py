"""Facts that are a part of a sentence, each with what shows it: code, names, addresses, statuses, days, numbers."""
