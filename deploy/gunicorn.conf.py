"""gunicorn behind nginx: `gunicorn --config deploy/gunicorn.conf.py`.

Each group of settings begins with the control that it serves; `deployment` is none of the app's,
but of the machine that runs it.
"""

# ruff: noqa: INP001 - it is no module; gunicorn reads it by its path

# deployment: only nginx reaches the app, over a socket in a folder that only the two may enter.
bind = "unix:/run/upload-gauntlet/socket"
wsgi_app = "reference_app:create_app_from_environment()"

# request-body-limit: a refusal is answered at once, without a copy of the body on disk.
worker_class = "gthread"
threads = 4
timeout = 30

# rate-limit: counts in memory are one worker's; give `rate_storage` a redis:// URL before more.
workers = 1

# host-and-proxy: what a forwarded header says counts as far as `proxy_hops` goes, and no further.
# A socket that is a file is trusted by gunicorn whatever `forwarded_allow_ips` says.
forwarded_allow_ips = ""
secure_scheme_headers = {}
forwarder_headers = ""
header_map = "refuse"

# malformed-multipart: a request that can be read in two ways is refused before it is one.
permit_obsolete_folding = False
strip_header_spaces = False
casefold_http_method = False

# deployment: slow headers and long ones; nginx has waited for all of them already.
limit_request_line = 4094
limit_request_fields = 50
limit_request_field_size = 8190
keepalive = 5
graceful_timeout = 30

# least-privilege-mode: whatever the server itself writes is private as well.
umask = 0o077
control_socket_disable = True

# temp-hygiene: the heartbeat lies in memory, so that a slow disk stops no worker.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn makes and unlinks a private file there

# log-injection, log-time-and-format: one JSON line for each event, as the app has written it.
# log-privacy: nginx keeps the access log, without query strings. Where `logconfig_dict` is given,
# gunicorn writes one of its own, with them, whatever `accesslog` says: its logger is shut.
accesslog = None
logconfig_dict = {
    "formatters": {"line": {"format": "%(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"level": "INFO", "handlers": ["console"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["console"], "propagate": False},
        "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        "alembic": {"level": "WARNING"},
    },
}
