"""Taking cases in: from written fields and sheets to checked values. Reads what it is given, stores nothing."""
