"""The one command of the project: set-up, run, test, lint. Standard library only."""
