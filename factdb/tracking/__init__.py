"""What claims say together: series over periods, disagreements, forecasts beside outcomes."""
