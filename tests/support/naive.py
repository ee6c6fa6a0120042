"""Plain-loop twins of the kernels in float64: slow, and written to be read."""

from __future__ import annotations

from itertools import pairwise

import numpy as np


def solve_share(row, term, inverse_mass, scale):
    """Three steps of the fixed point of ``g = scale * inverse_mass * (row - g) * (term - g)``."""
    x = scale * inverse_mass
    share = np.zeros(len(row))
    for _ in range(3):
        share = x * (row * term + share**2) / (1 + x * (row + term))
    return share


def guess_scales(matrix, topics, row_topic):
    """One scale a non-zero: the inverse of the sum of its shares if no token had contributed."""
    term_topic, inverse_mass, document_prior, _ = topics
    scales = []
    for i in range(matrix.shape[0]):
        for e in range(matrix.indptr[i], matrix.indptr[i + 1]):
            row = row_topic[i] + document_prior
            scales.append(1 / (row * term_topic[matrix.indices[e]] * inverse_mass).sum())
    return np.array(scales)


def renewed_share(row, term, topics, in_row, in_term, token):
    """Shares and scale of a token whose shares are stored."""
    _, inverse_mass, document_prior, least = topics
    others = np.maximum(row - token * in_row, document_prior)
    weights = others * np.maximum(term - token * in_term, least) * inverse_mass
    share = (1 - in_term.sum() / 2) * weights / weights.sum() + in_term / 2
    return share, 1 / weights.sum()


def row_step(matrix, n_passes, topics, stored, row_topic, scales):
    """Rows, scales, log-likelihoods and stored shares after `n_passes` with the terms frozen."""
    term_topic, inverse_mass, document_prior, least = topics
    row_topic, scales, in_rows = row_topic.copy(), scales.copy(), stored.in_rows.copy()
    slots = dict(zip(stored.positions, stored.slots, strict=True))
    largest = 1 / (document_prior * least * inverse_mass).sum()
    log_likelihood = np.zeros(len(row_topic))
    for i in range(matrix.shape[0]):
        nonzeros = range(matrix.indptr[i], matrix.indptr[i + 1])
        for _ in range(n_passes):
            fresh = np.zeros(len(document_prior))
            for e in nonzeros:
                token = min(matrix.data[e], 1)
                row, term = row_topic[i] + document_prior, term_topic[matrix.indices[e]]
                if e in slots:
                    in_row, in_term = in_rows[slots[e]], stored.in_terms[slots[e]]
                    share, scales[e] = renewed_share(row, term, topics, in_row, in_term, token)
                    in_row[:] = share
                else:
                    share = solve_share(row, term, inverse_mass, scales[e] * token)
                    scales[e] = min(scales[e] * token / share.sum(), largest)
                fresh += matrix.data[e] * share / share.sum()
            row_topic[i] = fresh
        for e in nonzeros:
            others = matrix.data[nonzeros].sum() - min(matrix.data[e], 1) + document_prior.sum()
            log_likelihood[i] -= matrix.data[e] * np.log(scales[e] * others)
    return row_topic, scales, log_likelihood, in_rows


def term_step(matrix, topics, stored, row_topic, scales, contribution):
    """Contribution of all rows (n_vocabulary, n_topics), the new topics, the change of mass.

    The positions of `stored` are those in `matrix`.
    """
    term_topic, inverse_mass, document_prior, least = topics
    slots = dict(zip(stored.positions, stored.slots, strict=True))
    fresh = np.zeros_like(term_topic)
    for i in range(matrix.shape[0]):
        for e in range(matrix.indptr[i], matrix.indptr[i + 1]):
            t = matrix.indices[e]
            scale = scales[e] * min(matrix.data[e], 1)
            row = row_topic[i] + document_prior
            share = solve_share(row, term_topic[t], inverse_mass, scale)
            if e in slots:
                share = stored.in_rows[slots[e]]
            fresh[t] += matrix.data[e] * share / share.sum()
    moved = fresh - contribution
    return fresh, np.maximum(term_topic + moved, least), moved.sum(axis=0)


def draw_topics(matrix, random_state, sweep, topics, drawn):
    """Topics of the non-zeros and log-likelihoods after a drawn sweep, terms frozen."""
    from topics.kernels.chance import mixed

    term_topic, inverse_mass, document_prior, least = topics
    drawn, n_topics = drawn.copy(), len(document_prior)
    prior = document_prior.astype(float)
    log_likelihood = np.zeros(matrix.shape[0])
    for i in range(matrix.shape[0]):
        nonzeros = range(matrix.indptr[i], matrix.indptr[i + 1])
        n = matrix.data[nonzeros].sum(dtype=float)
        row_counts = {}
        for e in nonzeros:
            row_counts[drawn[e]] = row_counts.get(drawn[e], np.float32(0)) + matrix.data[e]
        state = mixed(np.uint64(random_state)) ^ np.uint64(sweep)
        state = int(mixed(mixed(state) ^ np.uint64(i)))
        for e in nonzeros:
            count, term = matrix.data[e], term_topic[matrix.indices[e]].astype(float)
            mass, old = 1 / inverse_mass.astype(float), drawn[e]
            term[old] = max(term[old] - count, least)
            mass[old] = max(mass[old] - count, least)
            rest = row_counts | {old: max(row_counts[old] - count, 0)}
            # The old topic, then the prior's part of the rest, then the row's part of them.
            parts = [(old, (rest[old] + prior[old]) * (term / mass)[old])]
            parts += [(k, (prior * term / mass)[k]) for k in range(n_topics) if k != old]
            parts += [(k, rest[k] * (term / mass)[k]) for k in row_counts if k != old]
            ends = np.cumsum([part for _, part in parts])
            log_likelihood[i] += count * np.log(ends[-1] / (n - count + prior.sum()))
            state = (state * 6364136223846793005 + 1) % 2**64
            left = (state >> 40) / 2**24 * ends[-1]
            new = parts[min(np.searchsorted(ends, left, side="right"), len(parts) - 1)][0]
            if new == old:
                continue
            row_counts[old] = rest[old]
            if not row_counts[old]:
                # The last one moves to its slot.
                order = list(row_counts)
                order[order.index(old)] = order[-1]
                row_counts = {k: row_counts[k] for k in order[:-1]}
            row_counts[new] = row_counts.get(new, np.float32(0)) + count
            drawn[e] = new
    return drawn, log_likelihood


def fold_row(counts, terms, term_topic, document_prior, max_passes, tolerance):
    """Shares and log-likelihood of one row, terms frozen."""
    n = counts.sum()
    row = (n / document_prior.sum() + 1) * document_prior
    scales = np.array([1 / (row * term_topic[t]).sum() for t in terms])
    for _ in range(max_passes):
        fresh = document_prior.astype(float)
        for e, t in enumerate(terms):
            x = scales[e] * min(counts[e], 1) * term_topic[t]
            share = x * row / (1 + x)
            scales[e] *= min(counts[e], 1) / share.sum()
            fresh = fresh + counts[e] * share / share.sum()
        change = np.abs(fresh - row).max()
        row = fresh
        if change <= tolerance * (n + document_prior.sum()):
            break
    score = 0.0
    for e, t in enumerate(terms):
        token = min(counts[e], 1)
        x = scales[e] * token * term_topic[t]
        share = x * row / (1 + x)
        others = row - token * share / share.sum()
        probability = (others * term_topic[t]).sum() / (n - token + document_prior.sum())
        score += counts[e] * np.log(probability)
    return row / row.sum(), score


def renew_document_prior(row_topic, row_lengths, n_steps, least, document_prior):
    """Minka's fixed point with digammas on rounded counts, the prior's sum kept."""
    from scipy.special import digamma

    counts, lengths = np.rint(row_topic), np.rint(row_lengths)
    total = document_prior.sum()
    below = (digamma(lengths + total) - digamma(total)).sum()
    prior = document_prior.astype(float)
    for _ in range(n_steps):
        above = (digamma(counts + prior) - digamma(prior)).sum(axis=0)
        prior = np.maximum(prior * above / below, least)
    return prior


def solve_rows(matrix, target, n_passes, tolerance, rows):
    """Rows after passes of coordinate descent, and their products with the given rows."""
    factor, gram, linear, quadratic, extra = (np.asarray(array, float) for array in target)
    extra = extra if len(extra) else np.zeros(rows.shape)
    rows, cross = rows.astype(float), np.zeros(len(rows))
    for i, row in enumerate(rows):
        product = extra[i] + sum(
            matrix.data[e] * factor[matrix.indices[e]]
            for e in range(matrix.indptr[i], matrix.indptr[i + 1])
        )
        first = 0.0
        for n in range(n_passes):
            gain = 0.0
            for k in range(len(row)):
                curvature = gram[k, k] + quadratic
                if curvature > 0:
                    slope = gram[k] @ row + quadratic * row[k] + linear - product[k]
                    new = max(row[k] - slope / curvature, 0)
                    gain += (new - row[k]) ** 2 * curvature
                    row[k] = new
            first = gain if n == 0 else first
            if gain <= tolerance * first:
                break
        cross[i] = product @ row
    return rows, cross


def scale_rows(matrix, target, n_passes, rows):
    """Rows after multiplicative updates, and their summed log ratios before the first."""
    factor, mass, quadratic, extra, least = (np.asarray(array, float) for array in target)
    extra = extra if len(extra) else np.zeros(rows.shape)
    rows, score = rows.astype(float), np.zeros(len(rows))
    for i in range(len(rows)):
        nonzeros = range(matrix.indptr[i], matrix.indptr[i + 1])
        for n in range(n_passes):
            fresh = np.zeros(rows.shape[1])
            for e in nonzeros:
                other = factor[matrix.indices[e]]
                ratio = matrix.data[e] / (rows[i] @ other)
                fresh += rows[i] * ratio * other
                score[i] += matrix.data[e] * np.log(ratio) if n == 0 else 0
            fresh += extra[i]
            if quadratic:
                fresh = (np.sqrt(mass**2 + 4 * quadratic * fresh) - mass) / (2 * quadratic)
            else:
                fresh = fresh / mass
            rows[i] = np.maximum(fresh, least)
    return rows, score


def nearest(queries, points, n, skip_self=False):
    """`topics.space.nearest_points`, by sorting all distances; ties by index."""
    index, distance = [], []
    for i, query in enumerate(queries):
        rows = sorted(
            (float(np.sum((query - point) ** 2)), j)
            for j, point in enumerate(points)
            if not (skip_self and i == j)
        )[:n]
        distance.append([np.sqrt(square) for square, _ in rows])
        index.append([j for _, j in rows])
    return np.array(index, dtype=np.int64), np.array(distance)


def moved_points(
    before,
    edges,
    epoch,
    step,
    random_state,
    forces,
    n_negative,
):
    """`topics.kernels.map.layout.move_points`, one point and one edge at a time."""
    frequency, indices, indptr = edges
    attraction, repulsion, first_bin = forces
    n_points = len(before)
    after = before.astype(float).copy()
    mask = 2**64 - 1

    def mixed(state):
        z = (state + 0x9E3779B97F4A7C15) & mask
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return z ^ (z >> 31)

    def push(point, other, table):
        gap = point - before[other]
        bits = int(np.float32(gap @ gap).view(np.int32)) >> 20
        force = table[min(max(bits - first_bin, 0), len(table) - 1)]
        return np.clip(force * gap, -4, 4)

    for i in range(n_points):
        point = before[i].astype(np.float32)
        state = mixed(mixed(int(random_state) ^ i) ^ epoch) | 1
        own_edges = list(range(indptr[i], indptr[i + 1]))
        turn = ((state >> 32) * len(own_edges)) >> 32
        for e in own_edges[turn:] + own_edges[:turn]:
            share = frequency[e]
            if int(np.float32((epoch + 1) * share)) == int(np.float32(epoch * share)):
                continue
            shift = push(point, indices[e], attraction)
            for _ in range(n_negative):
                state ^= (state << 13) & mask
                state ^= state >> 7
                state ^= (state << 17) & mask
                shift += push(point, ((state >> 32) * n_points) >> 32, repulsion)
            point = point + shift * step
        after[i] = point
    return after


def windows_of(text, window, forgets):
    """The set of words of every window; `forgets` is as in `count_windows`."""
    first = set(text[:window])
    sets = [set(first)]
    for start in range(1, len(text) - window + 1):
        if forgets:
            first.discard(text[start - 1])
            first.add(text[start + window - 1])
        else:
            first = set(text[start : start + window])
        sets.append(set(first))
    return sets


def coherence(measure, topic, texts, window, forgets=True):
    """Coherence of one topic, pair by pair; negative terms of the topic are missing ones."""
    epsilon = 1e-12
    if measure == "u_mass":
        sets = [set(text) for text in texts]
    else:
        sets = [each for text in texts for each in windows_of(list(text), window, forgets)]

    def share(*terms):
        return sum(all(t >= 0 and t in each for t in terms) for each in sets) / len(sets)

    def normalised(s, t):
        return log_ratio(s, t) / -np.log(share(s, t) + epsilon)

    def log_ratio(s, t):
        expected = share(s) * share(t)
        return np.log((share(s, t) + epsilon) / (expected if expected > 0 else 1))

    def conditional(s, t):
        return np.log((share(s, t) + epsilon) / share(t) if share(t) > 0 else epsilon)

    if measure == "c_v":
        vectors = np.zeros((len(topic), len(topic)))
        for i, s in enumerate(topic):
            for j, t in enumerate(topic):
                if share(s) > 0 and share(t) > 0:
                    vectors[i, j] = normalised(s, t)
        total = vectors.sum(axis=0)
        lengths = np.sqrt((vectors**2).sum(axis=1)) * np.sqrt((total**2).sum())
        return np.mean(
            [v @ total / n if n > 0 else 0 for v, n in zip(vectors, lengths, strict=True)]
        )
    score = {"u_mass": conditional, "c_uci": log_ratio, "c_npmi": normalised}[measure]
    return np.mean([score(topic[i], topic[j]) for i in range(len(topic)) for j in range(i)])


def smooth_rows(shares, n_terms, bandwidth):
    """Smoothed rows and effective numbers of terms, by the formula of the kernel's docstring."""

    def below(u):
        u = np.clip(u, -1, 1)
        return (2 + 3 * u - u**3) / 4

    end = np.cumsum(n_terms)
    begin = end - n_terms
    smoothed, effective = [], []
    for centre in (begin + end) / 2:
        weights = below((end - centre) / bandwidth) - below((begin - centre) / bandwidth)
        smoothed.append(weights @ shares / weights.sum())
        used = n_terms > 0
        effective.append(weights.sum() ** 2 / (weights[used] ** 2 / n_terms[used]).sum())
    return np.array(smoothed), np.array(effective)


def neighbour_dispersion(shares, n_terms, prior, n_prior):
    """Median excess of the differences of neighbouring rows, drawn to the prior."""
    mean = n_terms @ shares / n_terms.sum()
    variance = (mean * (1 - mean)).sum()
    used = np.flatnonzero(n_terms > 0)
    ratios = [
        ((shares[i] - shares[j]) ** 2).sum() / (variance * (1 / n_terms[i] + 1 / n_terms[j]))
        for i, j in pairwise(used)
        if variance
    ]
    if not ratios:
        return prior
    return (len(ratios) * np.median(ratios) + n_prior * prior) / (len(ratios) + n_prior)


def find_turns(smoothed, n_terms, n_effective, min_terms, margin, n_errors):
    """The topic that leads at each section, section by section."""
    leading, leader, challengers = [], -1, {}
    for i, row in enumerate(smoothed):
        leading.append(leader)
        if not n_terms[i]:
            continue
        top = int(np.argmax(row))
        if top == leader:
            challengers = {}
            continue
        first, terms, ahead = challengers.get(top, (i, 0, leader < 0))
        if leader >= 0:
            lead, both = row[top] - row[leader], row[top] + row[leader]
            error = np.sqrt(max(0, both - lead**2) / n_effective[i])
            ahead = ahead or lead >= max(margin, n_errors * error)
        challengers[top] = (first, terms + n_terms[i], ahead)
        if terms + n_terms[i] >= min_terms and ahead:
            begin = 0 if leader < 0 else first
            leader, challengers = top, {}
            leading[begin:] = [top] * (len(leading) - begin)
    return leading
