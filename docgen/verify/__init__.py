"""Verification of live addresses: which requests to send, and how their responses differ from what was promised.

Both are pure: `docgen/probe` sends the requests in between.
"""
