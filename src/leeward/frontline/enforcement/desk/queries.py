"""The statements of this room, for all of its desk."""

from leeward.record.standing.queries import read_queries

Q = read_queries("leeward.frontline.enforcement")
