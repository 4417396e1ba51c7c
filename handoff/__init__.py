"""Door 2: a question that a parent gives to the wijkteam, and what becomes of it."""
