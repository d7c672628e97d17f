"""The pages of workload, and what programs ask of them. Nothing here but names."""

from leeward.insights.workload.pages.api import API
from leeward.insights.workload.pages.coping import COPING
from leeward.insights.workload.pages.logs import LOGS
from leeward.insights.workload.pages.past import PAST

ROUTES = [*COPING, *PAST, *LOGS, *API]
