"""Memory that does not suffice, told in a sentence; whoever asks need not load torch."""

from collections.abc import Iterator
from contextlib import contextmanager

NO_MEMORY = "There is not enough memory. Close other programs, then try again."
#: How torch's allocator and oneDNN say it on a CPU, in errors that have no type of their own.
_SAID = ("DefaultCPUAllocator: ", "could not create a primitive")


def is_full(error: Exception) -> bool:
    """Tell whether an error says that memory does not suffice, a device's or the machine's."""
    if isinstance(error, MemoryError) or is_full_device(error):
        return True
    return isinstance(error, RuntimeError) and any(said in str(error) for said in _SAID)


def is_full_device(error: Exception) -> bool:
    """Tell whether an error is torch's own: another device may still have memory."""
    return isinstance(error, RuntimeError) and type(error).__name__ == "OutOfMemoryError"


@contextmanager
def saying_it_is_full() -> Iterator[None]:
    """Say in a sentence that memory does not suffice.

    Raises:
        MemoryError: it does not.
    """
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if not is_full(error):
            raise
        raise MemoryError(NO_MEMORY) from error
