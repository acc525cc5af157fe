"""A sample news site for the demo and the tests: publishers of our own on loopback, whose articles appear over time."""
