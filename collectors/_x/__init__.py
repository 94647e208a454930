"""The inside of ``collectors.x``, for nobody else: how X is asked, and what it says."""
