"""What do a fit and a transform share: rows, levels, map, tables, and the record of options?"""

from topics.results.description import (
    NO_STABILITY,
    SEPARATOR_OF_TERMS,
    chance_topics,
    describe_topics,
    notice_unmeasured,
    stability_of,
)
from topics.results.fitted import FittedModel
from topics.results.folders.comparison import (
    CHANGES,
    COMPARISON_SCHEMA,
    Comparison,
    change_of,
)
from topics.results.folders.selection import SELECTION, SELECTION_SCHEMA, Selection
from topics.results.folders.transformed import KIND, Transformed, check_kind
from topics.results.levels import both_levels, notice_empty_rows
from topics.results.map import (
    NO_MAP,
    PROJECTION_SCHEMA,
    coordinates_of,
    project_rows,
    projection_table,
    rows_on_map,
    terms_of_points,
    with_largest_topics,
)
from topics.results.new_documents import transform_data, with_cut_words_joined
from topics.results.noise import (
    above_noise,
    highest_stability,
    may_be_noise,
    noise_of_fits,
    shuffled_rows,
)
from topics.results.originals import Originals
from topics.results.parameters import (
    Parameters,
    count_settings,
    in_force,
    read_parameters,
    with_model_defaults,
    write_options,
    write_parameters,
)
from topics.results.quality import TOPIC_NOTICES, KindOfFit, notice_topics, notice_unstable
from topics.results.record import manifest, package_versions, packages_of, packages_of_map
from topics.results.rows import (
    FittedRows,
    ModelRows,
    documents_of,
    fit_rows,
    notice_fitted,
    number_of_topics,
    row_weights,
    rows_of_level,
    rows_to_fit,
    weighted,
)
from topics.results.tables import (
    corpus_of_counts,
    documents_table,
    largest_topic,
    nullable_column,
    sections_table,
    topic_fit,
)
from topics.results.witnesses import Witnesses

__all__ = [
    "CHANGES",
    "COMPARISON_SCHEMA",
    "KIND",
    "NO_MAP",
    "NO_STABILITY",
    "PROJECTION_SCHEMA",
    "SELECTION",
    "SELECTION_SCHEMA",
    "SEPARATOR_OF_TERMS",
    "TOPIC_NOTICES",
    "Comparison",
    "FittedModel",
    "FittedRows",
    "KindOfFit",
    "ModelRows",
    "Originals",
    "Parameters",
    "Selection",
    "Transformed",
    "Witnesses",
    "above_noise",
    "both_levels",
    "chance_topics",
    "change_of",
    "check_kind",
    "coordinates_of",
    "corpus_of_counts",
    "count_settings",
    "describe_topics",
    "documents_of",
    "documents_table",
    "fit_rows",
    "highest_stability",
    "in_force",
    "largest_topic",
    "manifest",
    "may_be_noise",
    "noise_of_fits",
    "notice_empty_rows",
    "notice_fitted",
    "notice_topics",
    "notice_unmeasured",
    "notice_unstable",
    "nullable_column",
    "number_of_topics",
    "package_versions",
    "packages_of",
    "packages_of_map",
    "project_rows",
    "projection_table",
    "read_parameters",
    "row_weights",
    "rows_of_level",
    "rows_on_map",
    "rows_to_fit",
    "sections_table",
    "shuffled_rows",
    "stability_of",
    "terms_of_points",
    "topic_fit",
    "transform_data",
    "weighted",
    "with_cut_words_joined",
    "with_largest_topics",
    "with_model_defaults",
    "write_options",
    "write_parameters",
]
