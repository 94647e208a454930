"""Settings, wiring, schedule, commands: the only room that reads the environment."""
