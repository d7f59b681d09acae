"""Signs: one printed page a stop, with its number, its names and the code that opens it."""

from tour.signs.address import public_address, sign_address, typed_address
from tour.signs.pdf import signs_pdf
from tour.signs.sign import Sign, signs_of

__all__ = [
    "Sign",
    "public_address",
    "sign_address",
    "signs_of",
    "signs_pdf",
    "typed_address",
]
