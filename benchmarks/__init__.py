"""What Forecourt costs, beside the raw limit of the machine measured in the same run."""
