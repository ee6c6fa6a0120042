"""How do tables, arrays and records become the files of a run folder, and back?"""

from topics.storage.arrays import read_arrays, read_sparse, write_arrays, write_sparse
from topics.storage.device_errors import named_device_errors
from topics.storage.formats import MATRIX_FORMATS, check_formats
from topics.storage.in_parts import write_table_in_parts
from topics.storage.json_files import read_json, replace_file, write_json
from topics.storage.manifest import (
    FORMAT_VERSION,
    MANIFEST,
    read_manifest,
    refresh_files,
    verify,
    write_manifest,
)
from topics.storage.matrices import (
    matrix_file,
    read_levels,
    read_matrix,
    read_shares,
    write_levels,
    write_long,
    write_matrix,
)
from topics.storage.new_files import check_file_name, check_new_file
from topics.storage.staging import CONTENTS, check_target, new_folder, put_back
from topics.storage.tables import read_table, table_schema, write_table, write_tables
from topics.storage.work_folder import work_folder

__all__ = [
    "CONTENTS",
    "FORMAT_VERSION",
    "MANIFEST",
    "MATRIX_FORMATS",
    "check_file_name",
    "check_formats",
    "check_new_file",
    "check_target",
    "matrix_file",
    "named_device_errors",
    "new_folder",
    "put_back",
    "read_arrays",
    "read_json",
    "read_levels",
    "read_manifest",
    "read_matrix",
    "read_shares",
    "read_sparse",
    "read_table",
    "refresh_files",
    "replace_file",
    "table_schema",
    "verify",
    "work_folder",
    "write_arrays",
    "write_json",
    "write_levels",
    "write_long",
    "write_manifest",
    "write_matrix",
    "write_sparse",
    "write_table",
    "write_table_in_parts",
    "write_tables",
]
