"""What users can rely on when a server or a network fails."""
