"""What can go wrong with what we remember; every error of this package derives from StorageError."""


class StorageError(Exception):
    """Base of the errors of storage."""


class SchemaTooNewError(StorageError):
    """The database was written by a newer Svodka than this one."""


class DatabaseUnavailableError(StorageError):
    """The database cannot be opened or reached; the message says which and what to check."""


class AlreadyRunningError(StorageError):
    """Another process runs a bot on this database; the message says what to do."""


class BackupError(StorageError):
    """A copy of the database could not be written; the message says why."""


class TopicSyntaxError(StorageError):
    """A topic query that cannot be read. `reason` is a text key, `position` the offset (characters) of the trouble."""

    def __init__(self, reason: str, position: int = 0) -> None:
        super().__init__(f"{reason} at {position}")
        self.reason = reason
        self.position = position


class TooManyTopicsError(StorageError):
    """A subscriber already follows as many topics as one may."""


class ForeignDatabaseError(DatabaseUnavailableError):
    """The database belongs to another program, and was left alone."""


class RestoreError(StorageError):
    """A backup cannot be put in the place of the database; the message says why."""


class CopyError(StorageError):
    """A database could not be copied into another one; the message says why, and that one is as it was."""
