"""Child processes with limits and without network: how they are started, spoken to, and confined."""
