"""What a bucket answers that only a bucket can."""

import io

import pytest
from botocore.exceptions import ClientError

from photovoice.storage import StoreFull
from photovoice.storage.s3 import S3Store


class Refusing:
    """A client of a store that answers every upload with one error."""

    def __init__(self, code):
        self.code = code

    def upload_fileobj(self, *args, **kwargs):
        raise ClientError({"Error": {"Code": self.code}}, "PutObject")


@pytest.mark.parametrize("code", ["QuotaExceeded", "XMinioStorageFull", "507"])
def test_a_full_bucket_is_the_same_refusal_as_a_full_disk(code):
    with pytest.raises(StoreFull):
        S3Store(Refusing(code), "bucket").put("originals/ab/one.jpg", io.BytesIO(b"x"))


def test_any_other_trouble_is_passed_on_as_it_is():
    with pytest.raises(ClientError):
        S3Store(Refusing("AccessDenied"), "bucket").put("originals/ab/one.jpg", io.BytesIO(b"x"))
