"""The demo office: an invented one, with sixty working days behind it, made through the same acts as real work."""
