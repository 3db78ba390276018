"""Extensions that run somewhere, and the disguises they are sent in."""
