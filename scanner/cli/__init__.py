"""The command line: arguments in, events out, no logic of its own."""
