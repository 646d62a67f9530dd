"""What an asker of a slate's run has in hand: sites, questions, and who is left alone."""
