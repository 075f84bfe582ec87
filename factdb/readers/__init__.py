"""Sources to articles: the readers know formats and nothing of figures."""
