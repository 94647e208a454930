"""When each deed is done: the only module that knows the scheduler.

Ticks only, at even intervals: what is due is asked of the store. The plan lives in
memory. What a tick missed while the machine slept is made up for by a single one.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from domain.clock import utc_now

Failed = Callable[[str, BaseException], object]
"""Hears which deed raised what."""


class Schedule:
    """Does deeds in turns, each in a thread of its own; none overlaps itself."""

    def __init__(
        self,
        deeds: Mapping[str, tuple[timedelta, Callable[[], object]]],
        *,
        failed: Failed,
    ) -> None:
        """Begin: each deed is done at once, and again after its span."""
        # The library tells each failure itself, with the words of the error.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        logging.getLogger("apscheduler.executors").setLevel(logging.CRITICAL)
        threads = ThreadPoolExecutor(max_workers=len(deeds))
        self._scheduler = BackgroundScheduler(
            executors={"default": threads}, timezone="UTC"
        )
        self._scheduler.add_listener(_listener(failed), EVENT_JOB_ERROR)
        for name, (every, deed) in deeds.items():
            self._scheduler.add_job(
                deed,
                "interval",
                seconds=every.total_seconds(),
                id=name,
                name=name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
                next_run_time=utc_now(),
            )
        self._scheduler.start()

    def is_alive(self) -> bool:
        """Tell whether there will be a next tick; the library itself never would."""
        return bool(self._scheduler._thread.is_alive())  # noqa: SLF001

    def tick(self) -> None:
        """Let every deed be done now, for the clock was set back."""
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=utc_now())

    def end(self) -> None:
        """Plan no more; wait until what is being done has ended."""
        self._scheduler.shutdown(wait=True)


def _listener(failed: Failed) -> Callable[[Any], None]:
    def listen(event: Any) -> None:
        failed(event.job_id, event.exception)

    return listen
