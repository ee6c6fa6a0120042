"""Plain tables and arrays to files and back, and the report. Never names TopicRun."""

from topics.export.arrays import read_arrays, read_sparse, write_arrays, write_sparse
from topics.export.folder import check_target, new_folder, restore
from topics.export.formats import FORMATS, check_formats
from topics.export.manifest import (
    FORMAT_VERSION,
    read_json,
    read_manifest,
    refresh_files,
    verify,
    write_json,
    write_manifest,
)
from topics.export.matrices import read_matrix, write_levels, write_long, write_matrix
from topics.export.picture import write_map_png
from topics.export.report import write_report
from topics.export.tables import read_table, table_schema, write_table, write_tables

__all__ = [
    "FORMATS",
    "FORMAT_VERSION",
    "check_formats",
    "check_target",
    "new_folder",
    "read_arrays",
    "read_json",
    "read_manifest",
    "read_matrix",
    "read_sparse",
    "read_table",
    "refresh_files",
    "restore",
    "table_schema",
    "verify",
    "write_arrays",
    "write_json",
    "write_levels",
    "write_long",
    "write_manifest",
    "write_map_png",
    "write_matrix",
    "write_report",
    "write_sparse",
    "write_table",
    "write_tables",
]
