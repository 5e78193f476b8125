"""What was asked of the emulator, in a form without secrets, and assertions about it."""
