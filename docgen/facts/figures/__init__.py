"""Figures in a text: days and periods, numbers with their units."""
