"""A map, or a record, that no fit writes is refused at loading, whatever its checksums say."""

from __future__ import annotations

import hashlib
import json

import polars as pl
import pytest

import topics
from topics.errors import RunFolderError
from topics.storage import table_schema, write_table

pytestmark = pytest.mark.usefixtures("without_pictures")


@pytest.fixture(scope="module")
def saved(planted, tmp_path_factory):
    """A run, saved."""
    run = topics.fit(planted, model="nmf", n_topics=4, n_fits=1)
    return run.save(tmp_path_factory.mktemp("runs") / "run")


def rewritten(saved, tmp_path, name, change):
    """A copy of the folder with one table changed and its checksum made right."""
    folder = topics.load(saved).save(tmp_path / "run")
    table = change(getattr(topics.load(saved), name))
    write_table(folder / f"{name}.csv", table)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    content = (folder / f"{name}.csv").read_bytes()
    manifest["files"][f"{name}.csv"] = hashlib.sha256(content).hexdigest()
    manifest["tables"][name] = table_schema(table)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("projection", lambda t: t.drop("x"), "other columns than a map"),
        ("projection", lambda t: t.drop("topic"), "other columns than a map"),
        ("projection", lambda t: t.with_columns(z=0.0), "other columns than a map"),
        ("projection", lambda t: t.cast({"x": pl.String}), "other columns than a map"),
        ("projection", lambda t: t.head(5), "does not hold its documents and sections"),
        ("projection", lambda t: t.with_columns(x=pl.lit(1e300)), "no numbers"),
        ("documents", lambda t: t.rename({"id": "name"}), "no proper id"),
        ("sections", lambda t: t.drop("position"), "no proper position"),
    ],
)
def test_tables_that_no_fit_writes_are_refused(saved, tmp_path, name, change, message):
    """Each is named in the error."""
    with pytest.raises(RunFolderError, match=message):
        topics.load(rewritten(saved, tmp_path, name, change))


@pytest.mark.parametrize("name", ["versions", "seconds", "arguments", "inputs", "parameters"])
def test_records_of_a_wrong_type_are_refused(saved, tmp_path, name):
    """A manifest can hold anything."""
    folder = topics.load(saved).save(tmp_path / "run")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps({**manifest, name: 3}), encoding="utf-8")
    with pytest.raises(RunFolderError, match=f"has no {name} as a fit"):
        topics.load(folder)


def test_a_run_that_was_set_aside_is_not_replaced_by_a_transform(saved, tmp_path):
    """It is put back first, and then seen."""
    run = topics.load(saved)
    folder = run.save(tmp_path / "run")
    dead = 2**22 + 1  # above the largest process id
    folder.rename(tmp_path / f".run.old-{dead}-0123abcd")
    with pytest.raises(topics.errors.OutputExistsError, match="holds a fitted run"):
        run.transform("seaaword").save(tmp_path / "run", overwrite=True)
    assert topics.load(folder).n_topics == 4
