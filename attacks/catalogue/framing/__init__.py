"""Where a request ends, how it arrives, and what a server takes for the next one."""
