"""HTTP towards publishers: a client that obeys robots.txt, keeps distance, is never led to private addresses."""
