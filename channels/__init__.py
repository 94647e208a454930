"""Words to people: mail and chat. Sends what it is given, decides nothing."""
