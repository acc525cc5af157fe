"""Links and buttons that strangers may open: where they lead, and seals that show they are ours."""
