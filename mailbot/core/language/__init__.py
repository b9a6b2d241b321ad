"""Thai office language: text in, values out.

Pure: no clock, no files, no network. Nothing here knows who wrote the text or what follows from it.
"""
