"""What are the clusters of a run, and which cluster is a new row in?"""

from topics.results.clusters.assigning import FittedClusters, clusters_of_new
from topics.results.clusters.checking import check_clusters
from topics.results.clusters.data import (
    CLUSTER,
    NEAREST,
    STRENGTH,
    Clusters,
    columns_of,
    with_columns,
)
from topics.results.clusters.members import Members
from topics.results.clusters.new_rows import FittedViews
from topics.results.clusters.table import clusters_table, with_parents, with_topics
from topics.results.clusters.views import EMBEDDINGS, ViewPoints, view_points

__all__ = [
    "CLUSTER",
    "EMBEDDINGS",
    "NEAREST",
    "STRENGTH",
    "Clusters",
    "FittedClusters",
    "FittedViews",
    "Members",
    "ViewPoints",
    "check_clusters",
    "clusters_of_new",
    "clusters_table",
    "columns_of",
    "view_points",
    "with_columns",
    "with_parents",
    "with_topics",
]
