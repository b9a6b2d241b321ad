"""The rules of the office: values in, values out.

Nothing here reads a clock, makes an id or a secret, opens a file, touches the network or waits.
"""
