"""The rule language: models of the five kinds, the loader, the linter, and all rules as a book."""
