"""How the web server runs: `gunicorn --config config/gunicorn.py config.wsgi`."""

import os

bind = os.environ.get("BIND") or f"0.0.0.0:{os.environ.get('PORT') or '8000'}"
# Without Redis the limits on sign-in attempts are counted in one process's memory, so there is only one process.
workers = int(os.environ.get("WEB_PROCESSES") or (2 if os.environ.get("REDIS_URL") else 1))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS") or 8)
timeout = 60
graceful_timeout = 15
# Recycled now and then, never all at once.
max_requests = 5000
max_requests_jitter = 500
# A heartbeat file on a slow disk would get healthy workers killed.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - gunicorn makes its own file there
# Its control socket would stand in the home directory, and two sites of one user would take it from each other.
control_socket_disable = True
