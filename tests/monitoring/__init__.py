"""Monitoring: one judgement, six formats, each read by something that is not ours where there is such a thing."""
