"""What editors and policy staff may learn of what parents ask: counted, never personal."""
