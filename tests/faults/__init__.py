"""Kills, broken servers, full disks and odd clocks: whatever happens, the laws of ``laws.py`` hold.

``make faults`` runs a thousand random kills and every named fault; the tests here run a shorter part.
"""
