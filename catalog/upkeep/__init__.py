"""Keeping the catalogue true: what asks for attention, links that still work, and providers who say whether it is still right."""
