"""Bytes -> values. Parsers of hostile input, meant to run in a child process with limits; no network."""
