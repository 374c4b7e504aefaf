"""What the search of the site finds: its documents, and the files in which a browser looks them up."""
