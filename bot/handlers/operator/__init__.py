"""What the operator's chat alone may ask and order: /status, /stats, /broadcast, /ban, /unban."""
