"""The store: articles, claims and what people decided about them, in SQL."""
