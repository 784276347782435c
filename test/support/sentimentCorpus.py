"""Film reviews of made-up words in place of the IMDb's, which are not ours to pass on: as many different words, and a few that say what was thought of
the film."""
import re

import numpy as np

liked = "wonderful moving brilliant superb charming great fresh funny touching clever gripping perfect".split()
disliked = "awful boring dull waste worst bad stale silly flat clumsy tedious poor".split()
syllables = ["ka", "lo", "mi", "ne", "ru", "sa", "te", "vo"]
words = ["".join(syllables[at // 8**place % 8] for place in range(5)) for at in range(6000)]


def reviews_of(count, seed, length=100):
    """Texts and their labels, 1 where the film was liked; one in ten says the opposite of its label."""
    random = np.random.default_rng(seed)
    frequency = np.cumsum(1 / (np.arange(len(words)) + 10.0))
    texts, labels = [], random.integers(0, 2, count)
    for label in labels:
        drawn = [words[at] for at in np.searchsorted(frequency, random.random(random.poisson(length)) * frequency[-1])]
        opinion = liked if (label == 1) != (random.random() < 0.1) else disliked
        drawn[10:10] = random.choice(opinion, size=4)
        texts.append(" ".join(drawn).capitalize() + ".<br /><br />" + random.choice(opinion).capitalize() + "!")
    return texts, labels.tolist()


NO_SPACE = re.compile(r"[.;:!'?,\"()\[\]]")
WITH_SPACE = re.compile(r"(<br\s*/><br\s*/>)|-|/")


def review_to_words(review):
    return WITH_SPACE.sub(" ", NO_SPACE.sub("", review.lower()))
