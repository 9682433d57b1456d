"""A server of PostgreSQL of one's own, with the extension that was built, without installing anything.
SPDX-License-Identifier: MIT

A server finds its libraries and scripts beside its own program. So a folder is made like the tree of the installed one:
with a copy of the programs, links to all the rest, and the extension in its place.
"""

import contextlib
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile

SUPERUSER = "keeper"
SETTINGS = {
    "listen_addresses": "''", "fsync": "off", "shared_buffers": "32MB", "max_wal_size": "256MB",
    # Plans of small tables are parallel too.
    "min_parallel_table_scan_size": "0", "parallel_setup_cost": "0", "parallel_tuple_cost": "0", "jit": "off",
    "autovacuum": "off", "timezone": "'UTC'",
}


def unprivileged():
    """The account for a server, which refuses to run as root: an account that owns nothing, or None for oneself."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def asked(pg_config, what):
    return pathlib.Path(subprocess.run([pg_config, f"--{what}"], capture_output=True, text=True, check=True)
                        .stdout.strip()).resolve()


def link_all(source, target):
    target.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir():
        (target / path.name).symlink_to(path)


class Server:
    """A running server; a context manager, which stops it and removes all its files.

    `extension` is the folder with nps.so, nps.control and the scripts, or None; `share` is where others can be added.
    `environment` is of the server alone.
    """

    def __init__(self, extension, pg_config="pg_config", settings=None, environment=None):
        self._account = unprivileged()
        self.killed = 0  # backends that a test killed
        self._settings = {**SETTINGS, **(settings or {})}
        self._environment = environment or {}
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="nps-postgresql-"))
        self.data = self.home / "data"
        try:
            self._make_tree(extension and pathlib.Path(extension), pg_config)
            self._own()
            self.run("initdb", "-D", self.data, "-U", SUPERUSER, "--auth=trust", "--no-sync", "-E", "UTF8",
                     "--locale=C.UTF-8")
            lines = [f"{name} = {value}\n" for name, value in self._settings.items()]
            with (self.data / "postgresql.conf").open("a") as file:
                file.writelines([*lines, f"unix_socket_directories = '{self.home}'\n"])
            self.start()
        except BaseException:
            shutil.rmtree(self.home, ignore_errors=True)
            raise

    def _make_tree(self, extension, pg_config):
        bin, share, library = (asked(pg_config, what) for what in ("bindir", "sharedir", "pkglibdir"))
        self.bin, self.share, self.library = (self.home / "tree" / path.relative_to("/")
                                              for path in (bin, share, library))
        self.bin.mkdir(parents=True)
        for name in ("postgres", "initdb", "pg_ctl", "psql", "pg_dump", "pg_dumpall"):
            shutil.copy2(bin / name, self.bin / name)
        link_all(share, self.share)
        (self.share / "extension").unlink()
        link_all(share / "extension", self.share / "extension")
        link_all(library, self.library)
        for path in extension.iterdir() if extension else ():
            if path.suffix in {".so", ".control", ".sql"}:
                target = (self.library if path.suffix == ".so" else self.share / "extension") / path.name
                target.unlink(missing_ok=True)
                shutil.copy2(path, target)

    def _own(self):
        if self._account:
            for path in (self.home, *self.home.rglob("*")):
                os.chown(path, self._account.pw_uid, self._account.pw_gid, follow_symlinks=False)

    def run(self, program, *arguments, **options):
        """Runs a program of the server, by its account; what it printed."""
        if self._account:
            options.update(user=self._account.pw_uid, group=self._account.pw_gid, extra_groups=[])
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "PGHOST": str(self.home), "HOME": str(self.home),
                       **options.pop("environment", {})}
        done = subprocess.run([self.bin / program, *map(str, arguments)], cwd=self.home, env=environment, text=True,
                              stdin=options.pop("stdin", subprocess.DEVNULL), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=120, **options)
        assert done.returncode == 0, (program, done.stdout, done.stderr)
        return done.stdout

    def start(self):
        self.run("pg_ctl", "-D", self.data, "-l", self.home / "log", "-w", "start",
                 environment=self._environment)

    def stop(self, mode="fast"):
        self.run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def connect(self, database="postgres", user=SUPERUSER):
        import psycopg2  # which is not everywhere where psql() is enough

        connection = psycopg2.connect(host=str(self.home), dbname=database, user=user)
        connection.autocommit = True
        return connection

    def psql(self, script, database="postgres", user=SUPERUSER):
        """Runs SQL; what it returned, a row a line."""
        return self.run("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", user, "-d", database,
                        "-c", script)

    def log(self):
        return (self.home / "log").read_text()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(AssertionError):
            self.stop("immediate")
        shutil.rmtree(self.home, ignore_errors=True)
