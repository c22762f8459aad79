"""A bucket as a store, for houses that run on more than one machine."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import parse_qs, urlsplit

import boto3
from boto3.exceptions import S3UploadFailedError
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from s3transfer.exceptions import RetriesExceededError as S3TransferError

from photovoice.away import StoreAway
from photovoice.storage import Missing, StoredKey, StoreFull, checked, checked_prefix

MEGABYTE = 1024 * 1024
TRANSFER = TransferConfig(
    multipart_threshold=8 * MEGABYTE, multipart_chunksize=8 * MEGABYTE, max_concurrency=4
)
NO_ROOM = {"QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "507"}
ABSENT = {"404", "NoSuchKey", "NotFound"}
NOT_OF_THE_OBJECT = {401, 403, 407, 408, 425, 429}
"""Statuses by which whoever stands before the objects lets nobody in just now."""
HELD_IN_MEMORY = 4 * MEGABYTE
"""Objects up to this size are read without touching the disk."""


class S3Store:
    """Keeps objects in ``bucket`` under ``prefix``, through a boto3 client.

    Credentials come the way boto3 finds them (environment, file or machine role), never from here.
    """

    def __init__(self, client: Any, bucket: str, prefix: str = "") -> None:
        self._client = client
        self._bucket = bucket
        self._root = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    @classmethod
    def from_url(cls, url: str) -> "S3Store":
        """``s3://bucket/prefix?endpoint=https://…&region=…``; the last two only when needed."""
        parts = urlsplit(url)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        # Checksums only where the protocol demands them: other makers' stores refuse the new ones.
        config = Config(
            retries={"max_attempts": 5, "mode": "standard"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        client = boto3.client(
            "s3",
            endpoint_url=asked.get("endpoint"),
            region_name=asked.get("region"),
            config=config,
        )
        return cls(client, parts.netloc, parts.path)

    def put(
        self, key: str, source: BinaryIO | bytes, *, media_type: str = "application/octet-stream"
    ) -> None:
        """One request for what is small, parts for what is large; seen only when complete."""
        content = io.BytesIO(source) if isinstance(source, bytes) else _LeftOpen(source)
        with _answering(key):
            self._client.upload_fileobj(
                content,
                self._bucket,
                self._name(key),
                ExtraArgs={"ContentType": media_type},
                Config=TRANSFER,
            )

    def open(self, key: str) -> BinaryIO:
        file = tempfile.SpooledTemporaryFile(max_size=HELD_IN_MEMORY)
        try:
            self._fetch(key, file)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return file  # type: ignore[return-value]

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, PurePosixPath(checked(key)).name)
            with path.open("wb") as file:
                self._fetch(key, file)
            yield path

    def exists(self, key: str) -> bool:
        try:
            self.size(key)
        except Missing:
            return False
        return True

    def size(self, key: str) -> int:
        with _answering(key):
            return self._client.head_object(Bucket=self._bucket, Key=self._name(key))[
                "ContentLength"
            ]

    def delete(self, key: str) -> None:
        with _answering(key):
            self._client.delete_object(Bucket=self._bucket, Key=self._name(key))

    def move(self, key: str, to: str) -> None:
        """A copy within the bucket, which needs no line as wide as the object, then a removal."""
        source, target = self._name(key), self._name(to)
        with _answering(key):
            self._client.copy_object(
                Bucket=self._bucket,
                Key=target,
                CopySource={"Bucket": self._bucket, "Key": source},
            )
            self._client.delete_object(Bucket=self._bucket, Key=source)

    def keys(self, prefix: str = "") -> Iterator[StoredKey]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=self._root + checked_prefix(prefix)
        )
        for page in _each(pages):
            for found in page.get("Contents", ()):
                key = found["Key"].removeprefix(self._root)
                yield StoredKey(key, found["LastModified"].astimezone(UTC), found["Size"])

    def sweep_temporaries(self, older_than: timedelta) -> int:
        """Give up uploads in parts that nobody finished: unseen, but paid for by the month."""
        before = datetime.now(UTC) - older_than
        pages = self._client.get_paginator("list_multipart_uploads").paginate(
            Bucket=self._bucket, Prefix=self._root
        )
        stale = [
            upload
            for page in _each(pages)
            for upload in page.get("Uploads", ())
            if upload["Initiated"].astimezone(UTC) <= before
        ]
        with _answering():
            for upload in stale:
                self._client.abort_multipart_upload(
                    Bucket=self._bucket, Key=upload["Key"], UploadId=upload["UploadId"]
                )
        return len(stale)

    def _name(self, key: str) -> str:
        return self._root + checked(key)

    def _fetch(self, key: str, file: Any) -> None:
        with _answering(key):
            self._client.download_fileobj(self._bucket, self._name(key), file, Config=TRANSFER)


class _LeftOpen(io.RawIOBase):
    """A view of the caller's file that can be closed without closing it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)


@contextmanager
def _answering(key: str = "") -> Iterator[None]:
    """Turn what the bucket answers into what a store promises to raise.

    What says nothing of this object, a server's own trouble, a wall, a key that ran out, says that
    the store is away.
    """
    try:
        yield
    except ClientError as error:
        code, status = _said(error)
        if code in NO_ROOM:
            raise StoreFull() from error
        if code in ABSENT and key:
            raise Missing(key) from error
        if status >= 500 or status in NOT_OF_THE_OBJECT or code == "NoSuchBucket":
            raise StoreAway() from error
        raise
    except S3UploadFailedError as error:
        raise (StoreFull() if _said(error)[0] in NO_ROOM else StoreAway()) from error
    except (BotoCoreError, S3TransferError) as error:
        raise StoreAway() from error


def _each(pages: Iterator[Any]) -> Iterator[Any]:
    """Every page of a listing."""
    going = iter(pages)
    while True:
        with _answering():
            page = next(going, None)
        if page is None:
            return
        yield page


def _said(error: Exception) -> tuple[str, int]:
    """The code and the status of the bucket's answer behind an error."""
    cause = error if isinstance(error, ClientError) else error.__context__
    if not isinstance(cause, ClientError):
        return "", 0
    status = cause.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return str(cause.response["Error"]["Code"]), int(status)
