"""The application for worker processes of tests: as in production, and it knows the kinds that misbehave."""

from config.celery import app
from tests.exports import kinds

__all__ = ["app"]

kinds.register_all()
