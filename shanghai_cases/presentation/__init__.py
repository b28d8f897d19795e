"""Results for people and programs: tables, delimited text, JSON, Markdown, pages. The only place that knows Rich."""
