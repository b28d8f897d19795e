"""Find cases: a query becomes a tree of terms, terms become alternatives, alternatives are looked for in the file."""
