"""The pages of people, all of them: what the application mounts."""

from leeward.administration.people.pages import door, mine, team

ROUTES = [*door.ROUTES, *team.ROUTES, *mine.ROUTES]
