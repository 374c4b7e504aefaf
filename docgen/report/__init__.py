"""Reports: a module for each thing that is reported, with its FORMATS, and one for each format of CI."""
