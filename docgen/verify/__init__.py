"""What a live address must answer, and why it does not: questions and judgement, both pure.

`docgen/probe` asks in between, so that everything here can be told from what was sent and received alone.
"""
