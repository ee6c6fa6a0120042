"""What can be done with a run? One class for each kind of question; `TopicRun` is all of them."""
