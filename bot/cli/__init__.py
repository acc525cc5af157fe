"""The command line: one module per command group; `program` puts them together."""
