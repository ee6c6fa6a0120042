"""The structure of the code: floors, circles, sizes of rooms, functions and kernels."""

from __future__ import annotations

import ast
import graphlib
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "topics"
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LAYERS = CONFIG["tool"]["importlinter"]["contracts"][0]["layers"]
NEEDED_BY_OTHERS = {"lxml-html-clean"}
"""Declared though not imported; pyproject.toml says beside each why."""
MAX_FILES, MAX_LINES, MAX_PARAMETERS = 14, 80, 9


def tree_of(module):
    """The parsed source of a module."""
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def imported(module):
    """Modules of the package that a module imports, also inside functions."""
    names = set()
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            parts = {f"{node.module}.{alias.name}" for alias in node.names}
            whole = {part for part in parts if part in MODULES}
            names.update(whole if len(whole) == len(parts) else whole | {node.module})
    # The package's own __init__ imports by name, on first access.
    return {name for name in names if name in MODULES and name not in ("topics", module)}


def functions(module):
    """Every function of a module."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree_of(module)) if isinstance(node, kinds)]


def test_no_import_circle():
    """Not even one that an import inside a function hides."""
    graph = {module: imported(module) for module in MODULES if module != "topics"}
    list(graphlib.TopologicalSorter(graph).static_order())  # raises CycleError


def test_the_picture_shows_the_floors_of_the_contract():
    """CONTRIBUTING draws the floors that the import contract in pyproject.toml keeps."""
    floors = [layer.replace("topics.", "") for layer in LAYERS]
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    picture = text[text.index("cli ") :].split("\n\n")[0]
    drawn = [re.split(r"\s{2,}", line.strip())[0] for line in picture.splitlines()]
    assert drawn == floors


def test_every_module_has_a_floor():
    """No room and no file outside the contract."""
    named = {name.strip() for layer in LAYERS for name in layer.split("|")}
    rooms = {".".join(module.split(".")[:2]) for module in MODULES}
    assert rooms - named == {"topics", "topics.__main__"}


@pytest.mark.parametrize("folder", sorted({path.parent for path in MODULES.values()}), ids=str)
def test_rooms_are_small(folder):
    """A room with more files asks for rooms of its own."""
    assert len(list(folder.glob("*.py"))) <= MAX_FILES


def first_of(node):
    """The line with which a function begins, or its docstring if the options are a table."""
    repeats_table = any("documents_options" in ast.unparse(each) for each in node.decorator_list)
    return node.body[0].lineno if repeats_table else node.lineno


@pytest.mark.parametrize("module", [name for name in MODULES if ".kernels" not in name])
def test_functions_fit_a_screen(module):
    """Signature and docstring count, too, but not a signature that repeats a table of options."""
    found = functions(module)
    assert [node.name for node in found if node.end_lineno - first_of(node) >= MAX_LINES] == []


@pytest.mark.parametrize("module", [name for name in MODULES if ".kernels" in name])
def test_kernels_take_few_arguments(module):
    """Arrays that travel together are one argument."""
    many = [node.name for node in functions(module) if len(node.args.args) > MAX_PARAMETERS]
    assert many == []


def normal(name):
    """A distribution's name in its normal form."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_what_is_imported_is_declared_and_what_is_declared_is_imported():
    """The code imports the core dependencies in pyproject.toml, and those of some extras."""
    homes = packages_distributions()
    names = set()
    for module in MODULES:
        for node in ast.walk(tree_of(module)):
            if isinstance(node, ast.Import):
                names.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    foreign = names - set(sys.stdlib_module_names) - {"topics"}
    imported_packages = {normal(homes[name][0]) for name in foreign}
    project = CONFIG["project"]
    extras = project["optional-dependencies"]
    dependencies = project["dependencies"] + extras["effects"] + extras["formats"]
    dependencies += extras["stem"] + extras["cjk"] + extras["dask"]
    declared = {normal(re.split(r"[\[<>=]", each)[0]) for each in dependencies}
    assert imported_packages == declared - NEEDED_BY_OTHERS
