"""Finished files on any S3-compatible service; a module of its own because its libraries are large."""

from __future__ import annotations

from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage


class ObjectStorage(S3Storage):
    """Short waits, and checksums only where a service asks for them (not every compatible service knows them)."""

    faults = (Boto3Error, BotoCoreError, ClientError, RetriesExceededError)

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "client_config",
            Config(
                connect_timeout=5,
                read_timeout=20,
                retries={"max_attempts": 2, "mode": "standard"},
                s3={"addressing_style": "path" if options.get("endpoint_url") else "auto"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )
        super().__init__(**options)
