"""Sign-in of staff: accounts, roles per gemeente, sessions, and who did what."""
