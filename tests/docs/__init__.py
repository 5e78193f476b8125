"""The documentation: what its pages show is true, and the site is whole."""
