"""Who may do what: strangers, other owners, other roles, other sites, and how often."""
