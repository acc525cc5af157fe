"""When digests come: /schedule, /holidays, /timezone."""
