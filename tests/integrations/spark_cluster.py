# SPDX-License-Identifier: MIT
"""nps.spark on a cluster of two hosts, which local mode is not: a duplicate by speculation, and an executor that dies.

Spark speculates on another host than that of the slow attempt only, so the two workers have two addresses of loopback.
Six virtual machines take more than a minute of processor time, so it is run by hand, when nps.spark has changed:

    python -m pytest tests/integrations/spark_cluster.py
"""

import os
import pathlib
import random
import re
import subprocess
import sys
import time

import nps
import nps.spark
import pyspark
import pytest

HOME = pathlib.Path(pyspark.__file__).parent
HOSTS = ("127.0.0.2", "127.0.0.3")
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # starts fast, and never runs long
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.executor.memory": "512m",
    "spark.executor.extraJavaOptions": QUICK,
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.log.level": "OFF",
    "spark.speculation": "true",
    "spark.speculation.interval": "100ms",
    "spark.speculation.quantile": "0.25",
    "spark.speculation.multiplier": "1.1",
    "spark.locality.wait": "0s",
}
PATIENCE = 240
"""Seconds after which what is waited for does not come."""

chosen = random.Random(41)
ROWS = [(chosen.choice([None, "Rome", "Oslo"]), chosen.choice([*range(-1, 12), None])) for _ in range(600)]
SCHEMA = "shop string, answer int"
PARTS = 6


def wait_for(what, found):
    end = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < end, what
        time.sleep(0.05)


class Cluster:
    """A master and workers of Spark, which end with the tests."""

    def __init__(self, folder):
        self._folder = folder
        self._processes = []

    def start(self):
        """The address of the master, which knows its workers."""
        self._start("master", "127.0.0.1", "master.Master", "--port", "0")
        address = self._logged("master", r"Starting Spark master at (spark://\S+)")
        for host in HOSTS:
            self._start(host, host, "worker.Worker", "--cores", "1", "--memory", "1g", "--work-dir",
                        self._folder / "work", address)  # fmt: skip
        for host in HOSTS:
            self._logged(host, "(Successfully registered with master)")
        return address

    def _start(self, name, host, program, *arguments):
        environment = {**os.environ, "SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": host, "SPARK_LOCAL_HOSTNAME": host}
        command = [HOME / "bin" / "spark-class", f"org.apache.spark.deploy.{program}", "--host", host,
                   "--webui-port", "0", *arguments]  # fmt: skip
        java = f"{QUICK} -Dspark.master.rest.enabled=false"  # which has a port of its own
        environment.update(SPARK_DAEMON_MEMORY="128m", SPARK_DAEMON_JAVA_OPTS=java)
        with (self._folder / name).open("w") as log:
            process = subprocess.Popen(list(map(str, command)), env=environment, stdin=subprocess.DEVNULL, stdout=log,
                                       stderr=log)  # fmt: skip
        self._processes.append(process)

    def _logged(self, name, pattern):
        log = self._folder / name
        wait_for(f"{name}: {pattern}", lambda: re.search(pattern, log.read_text()))
        return re.search(pattern, log.read_text()).group(1)

    def stop(self):
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            process.wait(PATIENCE)


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        builder = SparkSession.builder.master(cluster.start())
        for name, value in SETTINGS.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        yield session
        session.stop()
    finally:
        cluster.stop()


pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")


def counted(spark, step):
    """The states of all rows after a step, which gets the rows of each of six tasks."""
    rows = spark.createDataFrame(spark.sparkContext.parallelize(ROWS, PARTS), SCHEMA).mapInArrow(step, SCHEMA)
    return {row.shop: bytes(row.state) for row in nps.spark.states(rows, "answer", by="shop").collect()}


@pytest.fixture(scope="module")
def wanted():
    found = {}
    for shop, answer in ROWS:
        found.setdefault(shop, nps.Accumulator()).add(answer)
    return {shop: state.to_bytes() for shop, state in found.items()}


def test_a_speculative_duplicate_counts_once(spark, tmp_path, wanted):
    folder, patience = str(tmp_path), PATIENCE

    def slow_once(batches):
        """Hands all rows on, and then waits in the first attempt of a task until another one has handed them on."""
        import os
        import time

        from pyspark import TaskContext

        yield from batches
        context = TaskContext.get()
        if context.partitionId() == 1:
            done = (folder + "/handed on by {}").format
            open(done(context.attemptNumber()), "w").close()
            end = time.monotonic() + patience
            while not os.path.exists(done(1)) and time.monotonic() < end:
                time.sleep(0.02)

    assert counted(spark, slow_once) == wanted
    assert sorted(os.listdir(folder)) == ["handed on by 0", "handed on by 1"]


def test_an_executor_that_dies_counts_once(spark, tmp_path, wanted):
    folder = str(tmp_path)

    def killing_once(batches):
        """Hands all rows on; one task then kills the process that runs it, with what its earlier tasks have left."""
        import os
        import signal

        from pyspark import TaskContext

        yield from batches
        context = TaskContext.get()
        killed = os.path.join(folder, "killed")
        if context.partitionId() == 4 and not os.path.exists(killed):
            with open(f"/proc/{os.getppid()}/stat") as file:  # of the process that starts the workers of Python
                executor = int(file.read().rpartition(")")[2].split()[1])
            with open(killed, "w") as file:
                file.write(str(executor))
            os.kill(executor, signal.SIGKILL)

    assert counted(spark, killing_once) == wanted
    executor = pathlib.Path("/proc") / (tmp_path / "killed").read_text()
    wait_for("the executor to end", lambda: not executor.exists())
