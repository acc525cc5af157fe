"""When a subscriber is due: times and weekdays, holidays, quiet hours, pauses; how people write them. Pure."""
