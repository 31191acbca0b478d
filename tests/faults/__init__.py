"""What must hold whatever breaks. Each fault has a short form here and a full one in bin/bench."""
