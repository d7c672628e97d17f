"""Measures: SQL over the lake with a header that says what is counted; read, checked, written for DuckDB and Spark, reckoned.

The format and the part of SQL it may use is one page, ``docs/reference/measures.md``.
"""
