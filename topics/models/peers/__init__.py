"""Which engines of scikit-learn and gensim follow the same contract?"""
