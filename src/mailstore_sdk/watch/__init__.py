"""Watch an archive: runs over any span of time, and how profiles and jobs are."""
