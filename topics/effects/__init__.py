"""How do shares of topics differ with what is known of the documents?"""

from topics.effects.columns import (
    FEW_CLUSTERS,
    FEW_DOCUMENTS,
    Covariate,
    check_varies,
    covariate,
    documents_of_levels,
    usable_rows,
)
from topics.effects.design import INTERCEPT, Curve, Design, check_independent, design_matrix
from topics.effects.estimate import Estimates, estimate_effects
from topics.effects.formula import Formula, parse_formula
from topics.effects.pooling import Pooled, adjusted_p, degrees_of_freedom, joint_p, pooled
from topics.effects.regression import Fits, clustered_fits
from topics.effects.shares import corrected_shares, drawn_shares, expected_term_counts

__all__ = [
    "FEW_CLUSTERS",
    "FEW_DOCUMENTS",
    "INTERCEPT",
    "Covariate",
    "Curve",
    "Design",
    "Estimates",
    "Fits",
    "Formula",
    "Pooled",
    "adjusted_p",
    "check_independent",
    "check_varies",
    "clustered_fits",
    "corrected_shares",
    "covariate",
    "degrees_of_freedom",
    "design_matrix",
    "documents_of_levels",
    "drawn_shares",
    "estimate_effects",
    "expected_term_counts",
    "joint_p",
    "parse_formula",
    "pooled",
    "usable_rows",
]
