"""What was confirmed by hand on the weak apps: raw requests, rows, and the tables of them."""
