"""The inside of ``collectors.reddit``, for nobody else: client, envelopes, posts."""
