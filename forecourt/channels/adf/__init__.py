"""ADF 1.0 leads: XML by HTTP, and the same documents inside mails."""
