"""sipgate.io push: new call, answer, hang-up."""
