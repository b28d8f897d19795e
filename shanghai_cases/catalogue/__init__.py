"""The catalogue file: its layout, its safety, its history. The only place that knows TinyDB."""
