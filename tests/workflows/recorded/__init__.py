"""What is typed in the recordings of docs/workflows.md; a module each."""
