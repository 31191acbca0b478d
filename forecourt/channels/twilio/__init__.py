"""Twilio Voice: dial results, status callbacks, voicemail recordings."""
