"""What a provider does with all instances."""
