"""Watching an archive: runs over any span, and how profiles and jobs are."""
