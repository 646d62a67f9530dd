"""From a spreadsheet or a folder of profiles to the people of a slate: read, mended, or told why
not. Nothing that is in a list is ever a consent, unless the row brings the person's own."""
