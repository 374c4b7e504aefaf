"""The texts whose facts are bound, as their writers wrote them and as their readers see them."""
