"""Facts and platform activity as Parquet by day: for DuckDB here, for Spark beyond. No vault content ever."""
