"""Staff: their accounts, signing in, and what each role may do."""

from tour.staff.accounts import Accounts
from tour.staff.model import Account, Role

__all__ = ["Account", "Accounts", "Role"]
