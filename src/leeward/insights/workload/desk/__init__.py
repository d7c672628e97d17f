"""The desk of workload: forecasting, looking, logs of others. Nothing here but names."""

from leeward.insights.workload.desk.forecasting import forecast, forecast_when_due
from leeward.insights.workload.desk.logs import log_called, logs, take_in
from leeward.insights.workload.desk.looking import arrivals, copes, handling, likely_late, overview, queue_of

__all__ = [
    "arrivals",
    "copes",
    "forecast",
    "forecast_when_due",
    "handling",
    "likely_late",
    "log_called",
    "logs",
    "overview",
    "queue_of",
    "take_in",
]
