"""Which rows belong together?"""

from topics.clusters.clustering import (
    LEAST_RESOLUTION,
    Clustering,
    cluster_points,
    new_row_clusters,
)
from topics.clusters.graph import N_NEIGHBOURS, NeighbourGraph, neighbour_graph
from topics.clusters.landmarks import clustered_rows
from topics.clusters.leiden import leiden
from topics.clusters.members import (
    MEMBER_ROW_TOLERANCE,
    MEMBER_SWEEPS,
    MOST_TOPICS,
    N_MEMBERS,
    member_topics,
)
from topics.clusters.scores import Agreement, Silhouette, agreement, cluster_stability, silhouette
from topics.clusters.terms import (
    class_tf_idf,
    cluster_labels,
    cluster_representatives,
    top_terms,
)
from topics.clusters.views import (
    consensus_points,
    embedding_points,
    shares_points,
    tf_idf_points,
)

__all__ = [
    "LEAST_RESOLUTION",
    "MEMBER_ROW_TOLERANCE",
    "MEMBER_SWEEPS",
    "MOST_TOPICS",
    "N_MEMBERS",
    "N_NEIGHBOURS",
    "Agreement",
    "Clustering",
    "NeighbourGraph",
    "Silhouette",
    "agreement",
    "class_tf_idf",
    "cluster_labels",
    "cluster_points",
    "cluster_representatives",
    "cluster_stability",
    "clustered_rows",
    "consensus_points",
    "embedding_points",
    "leiden",
    "member_topics",
    "neighbour_graph",
    "new_row_clusters",
    "shares_points",
    "silhouette",
    "tf_idf_points",
    "top_terms",
]
