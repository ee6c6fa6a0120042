"""The models of scikit-learn and gensim behind the same contract."""
