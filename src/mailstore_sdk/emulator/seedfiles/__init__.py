"""What a server holds as plain data: its form, how it is written, and how it is read again."""
