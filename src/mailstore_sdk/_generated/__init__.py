"""What is made from the specification.

Generated from spec/*.toml, do not edit: run ``python tools/generate.py``.
"""
