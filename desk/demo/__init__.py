"""The demo office: an invented one, with sixty working days behind it, made through the same acts as real work."""

from desk.demo.build import build_demo
from desk.demo.people import DEMO_PASSWORD, DemoPerson, demo_people

__all__ = ["DEMO_PASSWORD", "DemoPerson", "build_demo", "demo_people"]
