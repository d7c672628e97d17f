"""A made-up world to try Leeward in and to rehearse with: seeded, neutral, the same for everybody who uses the same seed.

Nothing in it is real, and nothing in it is abusive: subjects, reporters and texts come from plain templates.
"""
