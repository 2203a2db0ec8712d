"""The write gate.

SQLite lets one writer in at a time and makes the others poll, with growing pauses: with eight writers the unluckiest
waited five seconds. Here every transaction first takes a file lock that the kernel hands on at once, so that the wait
is the work of those in front and no more. Each connection opens the lock file itself, which makes the lock hold
between threads as well as between processes; a killed process lets go of it.
"""

import fcntl
import os

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    gate = None

    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        if not self.is_in_memory_db():
            path = f"{self.settings_dict['NAME']}-gate"
            self.gate = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        return connection

    def _start_transaction_under_autocommit(self):
        self._lock(fcntl.LOCK_EX)
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._lock(fcntl.LOCK_UN)
            raise

    def _commit(self):
        try:
            return super()._commit()
        finally:
            self._leave_when_done()

    def _rollback(self):
        try:
            return super()._rollback()
        finally:
            self._leave_when_done()

    def _close(self):
        try:
            return super()._close()
        finally:
            if self.gate is not None:
                os.close(self.gate)
                self.gate = None

    def _leave_when_done(self):
        if self.connection is None or not self.connection.in_transaction:
            self._lock(fcntl.LOCK_UN)

    def _lock(self, operation: int) -> None:
        if self.gate is not None:
            fcntl.flock(self.gate, operation)
