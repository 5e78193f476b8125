"""Coverage-guided fuzzing of what hostile servers and careless scripts reach; see README.md."""
