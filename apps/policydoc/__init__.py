"""The core: what a template is, what a policy is. Plain Python without Django, Celery, input, output or a clock."""
