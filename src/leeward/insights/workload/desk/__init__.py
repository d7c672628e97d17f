"""The desk of workload: forecasting, looking. Nothing here but names."""

from leeward.insights.workload.desk.forecasting import forecast, forecast_when_due

__all__ = ["forecast", "forecast_when_due"]
