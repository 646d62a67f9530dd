"""netcurtain: confirms where the personal facts a person gave are exposed, and walks them to the fix."""

__version__ = "0.1.0"
