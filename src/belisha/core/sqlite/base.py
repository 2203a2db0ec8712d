"""The write gate.

SQLite lets one writer in at a time and makes the others poll, with growing pauses: with eight writers the unluckiest
waited five seconds. Here every transaction first draws a number and waits for the one before it, so that writers go in
the order in which they came and the wait is the work of those in front, no more.

The numbers and the waiting are locks on the bytes of a file beside the database. Each connection opens that file
itself, which makes them hold between threads as well as between processes; the kernel lets go of a killed process's
locks, so nobody waits for the dead. The gate keeps order; that only one writes at a time is SQLite's own lock, as ever.
"""

import fcntl
import os
import struct

from django.db.backends.sqlite3 import base

# Where the next number stands, the byte that is held while drawing it, and where the numbers' own bytes begin.
NUMBER, DRAWING, FIRST = struct.Struct("<Q"), 64, 128
FLOCK = struct.Struct("hhqqi")  # struct flock, in the machine's own layout


class DatabaseWrapper(base.DatabaseWrapper):
    gate = None
    number = None

    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        if not self.is_in_memory_db():
            path = f"{self.settings_dict['NAME']}-gate"
            self.gate = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        return connection

    def _start_transaction_under_autocommit(self):
        self._wait_for_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave()
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
                self.gate = self.number = None

    def _leave_when_done(self):
        if self.connection is None or not self.connection.in_transaction:
            self._leave()

    def _wait_for_turn(self) -> None:
        if self.gate is None or self.number is not None:
            return
        self._lock(fcntl.F_WRLCK, DRAWING)
        try:
            stored = os.pread(self.gate, NUMBER.size, 0)
            number = NUMBER.unpack(stored)[0] if len(stored) == NUMBER.size else 1
            os.pwrite(self.gate, NUMBER.pack(number + 1), 0)
            self._lock(fcntl.F_WRLCK, FIRST + number)
            self.number = number
        finally:
            self._lock(fcntl.F_UNLCK, DRAWING)
        # Whoever drew the number before holds its byte until it has written.
        self._lock(fcntl.F_RDLCK, FIRST + number - 1)
        self._lock(fcntl.F_UNLCK, FIRST + number - 1)

    def _leave(self) -> None:
        if self.number is not None:
            self._lock(fcntl.F_UNLCK, FIRST + self.number)
            self.number = None

    def _lock(self, kind: int, byte: int) -> None:
        fcntl.fcntl(self.gate, fcntl.F_OFD_SETLKW, FLOCK.pack(kind, os.SEEK_SET, byte, 1, 0))
