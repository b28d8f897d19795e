"""The command line: arguments in, exit status out. The only place that knows Typer."""
