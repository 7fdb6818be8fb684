# The shop as one image: server, background jobs and commands. `docker compose up` starts all of it (compose.yaml).
FROM python:3.13-slim-trixie AS packages
ENV PIP_NO_CACHE_DIR=1
WORKDIR /shop
COPY requirements.lock requirements-card.txt requirements-metrics.txt ./
COPY tools/shell tools/shell
RUN sh tools/shell/setup.sh \
    && .venv/bin/python -m pip install --quiet -r requirements-card.txt -r requirements-metrics.txt

FROM python:3.13-slim-trixie
# pg_dump and pg_restore of PostgreSQL 17, as compose.yaml has it, for `manage.py backup` and `restore`.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --create-home shop
WORKDIR /shop
COPY --from=packages /shop/.venv .venv
COPY . .
RUN mkdir -p var/media var/erasures staticfiles && chown shop:shop var var/media var/erasures staticfiles
USER shop
ENV HOST=0.0.0.0 PORT=8000 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD [".venv/bin/python", "-c", "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': 'localhost'}), timeout=4)"]
CMD ["sh", "tools/shell/serve.sh"]
