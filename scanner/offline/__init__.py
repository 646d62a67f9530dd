"""Saved pages and documents, looked through without a network: read, match and judge.

`list_files(folder)` says what lies there, `look_through(files, task, jobs, stopped)` yields what
was found in one file after the other, in order; a `Task` says for whom and under which rules.
"""

from scanner.offline.folder import FoundFile, Listing, NotOpened, list_files
from scanner.offline.looking import Looked, PageNotRead, Task
from scanner.offline.weighing import Asked, Weighed, weigh_page
from scanner.offline.workers import look_through

__all__ = [
    "Asked",
    "FoundFile",
    "Listing",
    "Looked",
    "NotOpened",
    "PageNotRead",
    "Task",
    "Weighed",
    "list_files",
    "look_through",
    "weigh_page",
]
