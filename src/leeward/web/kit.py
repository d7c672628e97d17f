"""All that a page needs, in one import. How a page is written stands in the package's docstring."""

from leeward.web.access import AccessRefused, Action, allows, authorize
from leeward.web.export import csv_of
from leeward.web.faults import Conflict, NotHere, Refused, TooMany
from leeward.web.forms import Form, blank, form
from leeward.web.guards import anyone, may, signed_in
from leeward.web.handlers import get, post
from leeward.web.listing import Choice, Column, Listing, listing
from leeward.web.onward import Onward, local, redirect
from leeward.web.place import Place
from leeward.web.render import Markup, is_swap, render
from leeward.web.visit import Page, Person, SignInNeeded, person, session

__all__ = [
    "AccessRefused",
    "Action",
    "Choice",
    "Column",
    "Conflict",
    "Form",
    "Listing",
    "Markup",
    "NotHere",
    "Onward",
    "Page",
    "Person",
    "Place",
    "Refused",
    "SignInNeeded",
    "TooMany",
    "allows",
    "anyone",
    "authorize",
    "blank",
    "csv_of",
    "form",
    "get",
    "is_swap",
    "listing",
    "local",
    "may",
    "person",
    "post",
    "redirect",
    "render",
    "session",
    "signed_in",
]
