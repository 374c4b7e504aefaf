"""Facts that a whole sentence or row states: of two known things, one is not so beside the other."""
