"""Reads sources in turn: asks listings when due, has pages parsed in worker processes, keeps what they hold."""
