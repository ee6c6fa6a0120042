"""What does the report get of a run: as plain data, and as JSON for its scripts?"""

from topics.report.data.content import ReportContent, SectionTexts, TopicTerms
from topics.report.data.pairs import largest_pairs
from topics.report.data.rows import document_rows
from topics.report.data.script import script_data, script_json
from topics.report.data.texts import texts_data

__all__ = [
    "ReportContent",
    "SectionTexts",
    "TopicTerms",
    "document_rows",
    "largest_pairs",
    "script_data",
    "script_json",
    "texts_data",
]
