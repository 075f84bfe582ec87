"""What becomes of facts over time: series, disagreements, forecasts beside outcomes, and a person's decisions."""
