"""The methods of the later wrappers.

Generated from spec/*.toml, do not edit: run ``python tools/generate.py``.
"""
