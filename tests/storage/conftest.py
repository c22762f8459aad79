"""The stores that keep the same promises, each new and empty for one test."""

import itertools

import boto3
import pytest
from moto.server import ThreadedMotoServer

BUCKETS = itertools.count()


@pytest.fixture(scope="session")
def s3_server():
    """The address of a server that speaks S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def bucket(s3_server, monkeypatch) -> str:
    """The address, as a setting names it, of a part of a new bucket."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    name = f"photographs-{next(BUCKETS)}"
    client = boto3.client("s3", endpoint_url=s3_server, region_name="us-east-1")
    client.create_bucket(Bucket=name)
    return f"s3://{name}/house?endpoint={s3_server}&region=us-east-1"
