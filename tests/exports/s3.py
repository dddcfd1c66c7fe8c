"""An S3-compatible service for tests, which can be stopped and started again without losing what it holds."""

from __future__ import annotations

from typing import Any

import boto3
from moto.server import ThreadedMotoServer

from config import environment
from tests.exports.workers import free_port

BUCKET = "finished-files"
FOLDER = "policies"
NOBODY = f"s3://key:secret@{BUCKET}/{FOLDER}?endpoint=http://127.0.0.1:1&region=eu-west-2"
"""A FILES_URL under which nothing answers."""


class ObjectService:
    """One bucket; `url` is the FILES_URL that an operator would set."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.url = f"s3://key:secret@{BUCKET}/{FOLDER}?endpoint={self.address}&region=eu-west-2"
        self.runs = False
        self.start()
        self.client = boto3.client(
            "s3",
            endpoint_url=self.address,
            aws_access_key_id="key",
            aws_secret_access_key="secret",
            region_name="eu-west-2",
        )
        self.client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})

    def start(self) -> None:
        if not self.runs:
            self.server = ThreadedMotoServer("127.0.0.1", port=self.port, verbose=False)
            self.server.start()
            self.runs = True

    def stop(self) -> None:
        self.server.stop()
        self.runs = False

    def names(self) -> list[str]:
        return sorted(item["Key"] for item in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", []))

    def empty(self) -> None:
        for name in self.names():
            self.client.delete_object(Bucket=BUCKET, Key=name)

    def remove(self) -> None:
        self.start()
        self.empty()
        self.client.delete_bucket(Bucket=BUCKET)
        self.stop()


def keep_files_at(url: str, settings: Any, monkeypatch: Any) -> None:
    """As if FILES_URL had been set when this process started."""
    monkeypatch.setenv("FILES_URL", url)
    settings.STORAGES = {**settings.STORAGES, "default": environment.files(settings.VAR)}
