"""What a colleague writes down on the capture sheet: somebody on the lot or on the phone."""
