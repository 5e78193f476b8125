"""Measurements of the SDK against every other way to talk to a MailStore Server from Python."""
