"""How good are the topics of a run, when it is measured anew?"""

from topics.workflow.judging.evaluate import evaluate, evaluate_run
from topics.workflow.judging.held_out import HeldOut, held_out_perplexity
from topics.workflow.judging.stability import stability

__all__ = ["HeldOut", "evaluate", "evaluate_run", "held_out_perplexity", "stability"]
