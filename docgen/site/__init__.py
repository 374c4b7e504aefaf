"""All of MkDocs: the plugin, its files, navigation, search, look and cache, the build and the preview."""
