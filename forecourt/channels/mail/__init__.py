"""Mail: people, portals, missed-call reports, bounces, and providers' inbound webhooks."""
