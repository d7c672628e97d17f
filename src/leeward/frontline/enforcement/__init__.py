"""What follows a decision: actions from the ladder, in force after the grace period, told to the platform, taken back.

Who works here: the ladder, in the name of whoever decided; the clockwork, when a grace period or a limit ends; administrators,
who set up receivers of webhooks; leads, who forgive strikes. ``consequences`` says what follows, ``message`` what is told and
how it is signed, ``address`` where it may go, ``backoff`` when again, ``reasons`` why something is changed, ``refusals`` what is
not done.

Hears: JobDecided, DecisionUndone, DecisionReversed, AppealTookEffect, ActionCameIntoForce, ActionExtended, ActionMadeKnown,
ActionReversed, ActionExpired, ActionEnded.
Writes: ActionTaken, ActionHeld, ActionConfirmed, ActionDeclined, ActionLapsed, ActionCameIntoForce, ActionExtended, ActionEnded,
ActionHandedOver, ActionMadeKnown, ActionReversed, ActionExpired, QuietEndPassed, QuietEndSeen, StrikesForgiven, EndpointAdded,
EndpointChanged, EndpointSecretChanged, EndpointRemoved, DeliveryQueued, DeliveryAttempted, DeliveryReplayed.
"""
