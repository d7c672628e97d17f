"""People: who works here, what they may and can do, how they come in and what they prefer.

Admins work here, and everybody at the door and on their own page.

Hears: nothing.
Writes: PersonInvited, PersonJoined, PersonChanged, PersonLeft, SignedIn, SignInFailed, SignedOut, KeyIssued, KeyRevoked.
"""
