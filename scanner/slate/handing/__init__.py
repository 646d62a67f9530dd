"""What leaves the officer's desk: results to their people, mails about them, whole cases."""
