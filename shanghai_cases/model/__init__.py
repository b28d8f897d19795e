"""The values of the domain: frozen, validated where they are made, free of files and screens."""
