"""Door 3: offers, tips and profiles, and finding the ones that fit."""
