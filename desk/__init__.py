"""desk: the front office of an Indonesian local government, in a terminal."""

__version__ = "0.1.0"
