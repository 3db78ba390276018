"""Reports: pure functions of the record of one finished run."""
