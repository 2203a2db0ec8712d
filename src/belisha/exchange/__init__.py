"""The policy out and in again: print, Word, YAML, OSCAL, ODRL."""
