"""What a running process needs whatever it does: logs, metrics, background tasks, the garbage collector's pace."""
