"""Archives opened where they lie: on disk, by HTTP(S) or in S3, streamed and never copied to disk.

Nothing about anybody is sent: whoever serves an archive learns which archives are read, and by
whom, and no more.
"""

from __future__ import annotations

import contextlib
import io
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from scanner import __version__
from scanner.errors import PlanError

_SCHEMES = ("http", "https", "s3")
_AHEAD = 4 << 20
"""Bytes that are fetched at a time: enough for a good line, and held once for each worker."""
_TRIES = 4
_SILENCE_S = 60


def is_remote(place: str) -> bool:
    """Whether it is an address rather than a path."""
    return urlsplit(place).scheme in _SCHEMES


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens archives. Can be handed to other processes."""

    connect_to: Mapping[str, tuple[str, int]] | None = None
    """Where each host is reached; any other is not reached at all."""
    ca_file: Path | None = None
    s3_options: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """What s3fs is told (`anon`, `endpoint_url`); keys it finds by itself, as AWS's tools do."""

    def open(self, address: str) -> BinaryIO:
        """The archive as stored, from its beginning. Raises OSError, PlanError."""
        if not is_remote(address):
            return Path(address).open("rb")
        return io.BufferedReader(_Steady(self._files(address), address), _AHEAD)

    def size(self, address: str) -> int:
        """Stored bytes; 0 where the server does not say. Raises OSError, PlanError."""
        if not is_remote(address):
            return Path(address).stat().st_size
        with _told(address):
            return int(self._files(address).info(address).get("size") or 0)

    def _files(self, address: str) -> Any:
        import fsspec

        if urlsplit(address).scheme == "s3":
            if self.connect_to is not None:
                raise PlanError("--connect-to is for web addresses: it does not lead to S3.")
            try:
                return fsspec.filesystem("s3", **self.s3_options)
            except ImportError:
                raise PlanError(
                    "S3 needs s3fs, which is not installed: pip install 'netcurtain[s3]'."
                ) from None
        return fsspec.filesystem("http", get_client=self._client, skip_instance_cache=False)

    async def _client(self, loop: Any = None, **_: Any) -> Any:
        import aiohttp

        return aiohttp.ClientSession(
            connector=_connector(self.connect_to, self.ca_file),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=20, sock_read=_SILENCE_S),
            headers={"User-Agent": f"netcurtain/{__version__}", "Accept-Encoding": "identity"},
        )


def _connector(connect_to: Mapping[str, tuple[str, int]] | None, ca_file: Path | None) -> Any:
    import aiohttp
    from aiohttp.abc import AbstractResolver, ResolveResult

    class Mapped(AbstractResolver):
        """Knows the hosts of the map, and no others."""

        async def resolve(
            self, host: str, port: int = 0, family: Any = socket.AF_INET
        ) -> list[ResolveResult]:
            assert connect_to is not None
            if host.lower() not in connect_to:
                raise OSError("the host is not on the connect-to map")
            address, its_port = connect_to[host.lower()]
            kind = socket.AF_INET6 if ":" in address else socket.AF_INET
            return [
                ResolveResult(
                    hostname=host,
                    host=address,
                    port=its_port,
                    family=kind,
                    proto=0,
                    flags=socket.AI_NUMERICHOST,
                )
            ]

        async def close(self) -> None:
            return None

    context = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    resolver = Mapped() if connect_to is not None else None
    return aiohttp.TCPConnector(resolver=resolver, ssl=context, use_dns_cache=False)


@contextlib.contextmanager
def _told(address: str) -> Any:
    """Whatever a library raises on the way, as an OSError in words of our own."""
    import aiohttp

    try:
        yield
    except PlanError:
        raise
    except FileNotFoundError:
        raise OSError(0, "it cannot be fetched: it is not there, or its server is not") from None
    except aiohttp.ClientResponseError as error:
        raise OSError(0, f"its server answers with {error.status}") from None
    except (OSError, aiohttp.ClientError, ValueError, TimeoutError, EOFError) as error:
        raise OSError(0, f"it cannot be fetched ({type(error).__name__})") from None
    except Exception as error:
        # What S3's library raises is not known where it is not installed.
        if not type(error).__module__.startswith("botocore."):
            raise
        raise OSError(0, f"it cannot be fetched from S3 ({type(error).__name__})") from None


class _Steady(io.RawIOBase):
    """A remote file that is opened anew, where it stood, when the line breaks."""

    def __init__(self, files: Any, address: str) -> None:
        self._files = files
        self._address = address
        self._at = 0
        self._stream: Any = None
        self._open()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._stream is None or self._stream.seekable())

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_CUR:
            offset += self._at
        elif whence == io.SEEK_END:
            offset += int(self._stream.size or 0)
        if offset != self._at:
            self._stream.seek(offset)
            self._at = offset
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        for left in reversed(range(_TRIES)):
            try:
                piece = self._read(len(buffer))
                break
            except OSError:
                if not left:
                    raise
                with contextlib.suppress(OSError):
                    self._open()
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
        super().close()

    def _read(self, size: int) -> bytes:
        with _told(self._address):
            piece: bytes = self._stream.read(size)
            expected = int(self._stream.size or 0)
            if not piece and size and self._at < expected:
                raise EOFError
            return piece

    def _open(self) -> None:
        with _told(self._address):
            self._stream = self._files.open(
                self._address, "rb", block_size=_AHEAD, cache_type="readahead"
            )
            if self._at:
                self._stream.seek(self._at)
