"""What a renderer says when something can never become a file."""


class CannotRender(Exception):
    """What was asked for can never become a file; its text is shown to the person, and nothing is tried again."""
