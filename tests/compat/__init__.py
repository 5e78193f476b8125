"""Tests of the drop-in for the original wrapper; a package, so that its conftest has a name of its own."""
