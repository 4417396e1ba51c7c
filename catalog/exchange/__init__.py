"""Offers in and out: YAML, CSV and Excel, and in from the open data of others."""
