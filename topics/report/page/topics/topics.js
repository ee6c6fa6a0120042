// The table of topics with all scores.

function startTopics() {
  const allScores = byId("all-scores");
  allScores?.addEventListener("change", () => {
    byId("topics-table").classList.toggle("all-scores", allScores.checked);
  });
  addTools(byId("topics-table"), "topics");
}

addView("topics", { first: startTopics });
