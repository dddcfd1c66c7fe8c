# One image for web, worker and beat: docker-compose.yml says which of them a container is.
FROM debian:12-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        python3 python3-pip python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements.lock ./
RUN python3 -m venv --without-pip .venv \
    && python3 -m pip --python .venv/bin/python install --no-cache-dir --require-hashes -r requirements.lock

COPY manage.py security-floors.toml ./
COPY config config
COPY apps apps
COPY static static
COPY templates templates

ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONUTF8=1 VAR_FOLDER=/data STATIC_FOLDER=/app/collected

# Static files belong to the image, what people make to the volume. HEADLESS: neither database nor key is needed here.
RUN HEADLESS=yes python manage.py collectstatic --noinput \
    && python -m compileall -q apps config \
    && useradd --system --home-dir /data --create-home policywright

USER policywright
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
