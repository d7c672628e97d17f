"""A small Spark cluster on this machine: a driver and two executor processes, in little memory, on nothing but loopback."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as parquet

from leeward.playbook.model import FieldType, Rule
from leeward.playbook.rules import NOTHING, Known, list_relations, spark_sql
from playbook.rules.lake import table

EXECUTORS = 2
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # a JVM that lives a minute has no use for its second compiler
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "768m",
    "spark.executor.memory": "640m",
    "spark.driver.extraJavaOptions": QUICK,
    "spark.executor.extraJavaOptions": f"{QUICK} -Xss8m",
    "spark.default.parallelism": str(EXECUTORS),
    "spark.sql.shuffle.partitions": str(EXECUTORS),
    "spark.sql.files.openCostInBytes": "0",
    "spark.scheduler.minRegisteredResourcesRatio": "1.0",
    "spark.log.level": "ERROR",
}


def missing() -> str:
    """Why no cluster can be started here; empty when one can."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java") or (home and shutil.which("java", path=str(Path(home) / "bin")))
    return "" if java else "no Java here: the tests on a Spark cluster are skipped. Debian: apt install openjdk-17-jre-headless"


@contextmanager
def open_cluster(folder: Path) -> Iterator["Cluster"]:
    """Two executors of one core, until left. What they write goes to ``folder``."""
    with patch.dict(os.environ, SPARK_LOCAL_IP="127.0.0.1", SPARK_WORKER_DIR=str(folder / "work")):
        from pyspark.sql import SparkSession  # a second to import, and it wants a Java

        builder = SparkSession.builder.master(f"local-cluster[{EXECUTORS},1,1024]").appName("leeward tests")
        for name, value in {**SETTINGS, "spark.sql.warehouse.dir": str(folder), "spark.local.dir": str(folder)}.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        gateway = session.sparkContext._gateway
        try:
            yield Cluster(session, folder)
        finally:
            session.stop()
            gateway.shutdown()
            gateway.proc.stdin.close()  # which ends the JVM that pyspark would keep until we end
            gateway.proc.wait(60)


class Cluster:
    """What tests ask of Spark."""

    def __init__(self, session: Any, folder: Path) -> None:
        self.session, self._folder, self._tables = session, folder, 0

    def matches(
        self,
        rules: Sequence[Rule],
        fields: Mapping[str, FieldType],
        events: Sequence[Mapping[str, object]],
        known: Known = NOTHING,
    ) -> set[tuple[int, str]]:
        """What matches: the number of the event and the code of the rule."""
        return self.asked(rules, fields, table(fields, events), known)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query yields."""
        return [tuple(row) for row in self.session.sql(sql).collect()]

    def asked(
        self, rules: Sequence[Rule], fields: Mapping[str, FieldType], events: pa.Table, known: Known = NOTHING
    ) -> set[tuple[int, str]]:
        """The same over a table of Arrow."""
        for name, entries in list_relations(rules, fields, known=known).items():
            listed = self.store(pa.table({"entry": pa.array(sorted(entries), pa.string())}))
            self.session.sql(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS SELECT * FROM {listed}")
        return set(self.rows(spark_sql(rules, fields, self.store(events), known=known)))

    def store(self, events: pa.Table) -> str:
        """A table as Parquet, in a file for each executor; how a query names it."""
        self._tables += 1
        folder = self._folder / f"table_{self._tables}"
        folder.mkdir()
        part = -(-len(events) // EXECUTORS)
        for number in range(EXECUTORS):
            parquet.write_table(events.slice(number * part, part), folder / f"{number}.parquet")
        return f"parquet.`{folder}`"

    @contextmanager
    def set(self, name: str, value: str) -> Iterator[None]:
        """With another setting."""
        before = self.session.conf.get(name)
        self.session.conf.set(name, value)
        try:
            yield
        finally:
            self.session.conf.set(name, before)

    def executors(self) -> int:
        """How many processes besides the driver are at work."""
        return len(self.session.sparkContext._jsc.sc().statusTracker().getExecutorInfos()) - 1
