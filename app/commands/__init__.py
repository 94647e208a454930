"""One file a command. What is heavy is imported when the command runs."""
