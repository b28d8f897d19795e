"""Text of any script and width: what is compared, what is shown, how wide it is, how it is read."""
