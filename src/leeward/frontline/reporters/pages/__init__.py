"""The pages of reporters: who reports and how it ended, the register of trusted flaggers, concerted reports, figures, the API."""

from leeward.frontline.reporters.pages import api, deciding, flaggers, looking

ROUTES = [*looking.ROUTES, *deciding.ROUTES, *flaggers.ROUTES, *api.ROUTES]

__all__ = ["ROUTES"]
