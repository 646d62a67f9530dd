"""How to have the watch run by itself: what to put where, for each kind of computer. Nothing is
installed here; the person reads it first."""

from __future__ import annotations

import plistlib
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from xml.sax.saxutils import escape

from scanner.store_address import STORE_VARIABLE

NAME = "netcurtain-watch"
_HOUR, _MINUTE = 9, 17
"""Not on the hour, when everybody's timers fire."""
_PASSWORD = re.compile(r"://[^/@]*:[^/@]*@")


class Scheduler(StrEnum):
    """What starts programs by the clock."""

    SYSTEMD = "systemd"
    CRON = "cron"
    WINDOWS = "windows"
    LAUNCHD = "launchd"


def scheduler_here() -> Scheduler:
    """The usual one of this computer."""
    return {"win32": Scheduler.WINDOWS, "darwin": Scheduler.LAUNCHD}.get(
        sys.platform, Scheduler.SYSTEMD
    )


VARIABLES = (STORE_VARIABLE, "XDG_DATA_HOME", "XDG_CONFIG_HOME")
"""They say where cases and keys lie; a scheduler hands on nothing of a person's own shell."""


def environment_of(here: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Those of the variables that are set, and the names of those which hold a password, so that
    they must not be shown."""
    given = {name: here[name] for name in VARIABLES if here.get(name)}
    secret = tuple(name for name in given if _PASSWORD.search(given[name]))
    return {name: value for name, value in given.items() if name not in secret}, secret


def files_of(
    scheduler: Scheduler, command: Sequence[str], environment: Mapping[str, str] | None = None
) -> Mapping[str, str]:
    """What to write, by the name of its file. `command`: program and arguments, paths absolute.
    `environment`: what the program needs of it; the Task Scheduler takes none."""
    given = environment or {}
    match scheduler:
        case Scheduler.SYSTEMD:
            return {f"{NAME}.service": _service(command, given), f"{NAME}.timer": _TIMER}
        case Scheduler.CRON:
            words = [*(f"{name}={value}" for name, value in given.items()), *command]
            words = ["env", *words] if given else words
            return {"crontab": f"{_MINUTE} {_HOUR} * * * {_cron(words)}\n"}
        case Scheduler.WINDOWS:
            return {f"{NAME}.xml": _task(command)}
        case Scheduler.LAUNCHD:
            return {f"org.netcurtain.{NAME}.plist": _plist(command, given)}


STEPS: Mapping[Scheduler, str] = {
    Scheduler.SYSTEMD: (
        f"Put both files into ~/.config/systemd/user/, then:\n"
        f"  systemctl --user daemon-reload\n"
        f"  systemctl --user enable --now {NAME}.timer\n"
        f"What it said: journalctl --user -u {NAME}. To have it run while you are logged out:\n"
        f"  loginctl enable-linger"
    ),
    Scheduler.CRON: (
        "Add this line with `crontab -e`. Cron runs nothing that it missed while the computer "
        "was off; the next run tells you."
    ),
    Scheduler.WINDOWS: (
        f"Save it as {NAME}.xml (UTF-16 or UTF-8), then:\n"
        f"  schtasks /Create /TN {NAME} /XML {NAME}.xml\n"
        f"To take it away: schtasks /Delete /TN {NAME}"
    ),
    Scheduler.LAUNCHD: (
        f"Put it into ~/Library/LaunchAgents/, then:\n"
        f"  launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/org.netcurtain.{NAME}.plist"
    ),
}

_TIMER = f"""\
[Unit]
Description=netcurtain: look again, once a day

[Timer]
OnCalendar=*-*-* {_HOUR:02d}:{_MINUTE:02d}:00
RandomizedDelaySec=30min
Persistent=true

[Install]
WantedBy=timers.target
"""


def _service(command: Sequence[str], environment: Mapping[str, str]) -> str:
    given = "".join(
        f"Environment={_systemd(f'{name}={value}')}\n" for name, value in environment.items()
    )
    # 10 and 3 are answers, not failures.
    return f"""\
[Unit]
Description=netcurtain: look again
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
{given}ExecStart={_systemd(command[0])} {" ".join(_argument(word) for word in command[1:])}
SuccessExitStatus=3 10
Nice=10
NoNewPrivileges=yes
UMask=0077
"""


def _systemd(word: str) -> str:
    """systemd.service(5), "Command lines": C-like quotes, `%` doubled."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{plain}"'


def _argument(word: str) -> str:
    """Of arguments alone variables are put in, so there `$` is doubled, too."""
    return _systemd(word).replace("$", "$$")


def _cron(command: Sequence[str]) -> str:
    """crontab(5): a percent sign would end the command."""
    return shlex.join(command).replace("%", "\\%")


def _task(command: Sequence[str]) -> str:
    """Schema 1.2 of the Task Scheduler, to be imported."""
    program, *arguments = command
    start = f"2026-01-01T{_HOUR:02d}:{_MINUTE:02d}:00"
    return f"""\
<?xml version="1.0"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>netcurtain: look again, once a day</Description></RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>{start}</StartBoundary>
      <RandomDelay>PT30M</RandomDelay>
      <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
  </Settings>
  <Actions>
    <Exec>
      <Command>{escape(program)}</Command>
      <Arguments>{escape(subprocess.list2cmdline(arguments))}</Arguments>
    </Exec>
  </Actions>
</Task>
"""


def _plist(command: Sequence[str], environment: Mapping[str, str]) -> str:
    job = {
        "Label": f"org.netcurtain.{NAME}",
        "ProgramArguments": list(command),
        "StartCalendarInterval": {"Hour": _HOUR, "Minute": _MINUTE},
        "ProcessType": "Background",
        "Umask": 0o077,
        **({"EnvironmentVariables": dict(environment)} if environment else {}),
    }
    return plistlib.dumps(job).decode()
