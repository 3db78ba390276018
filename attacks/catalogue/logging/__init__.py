"""What a target writes into its log, and what it leaves out."""
