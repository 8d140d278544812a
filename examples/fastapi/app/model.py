"""A small real model: is this mail spam or ham? Trained when the service starts, on the corpus that the suite commits;
nothing is downloaded, and the same corpus gives the same model in every worker."""

import json
import os
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from . import switches

CORPUS = Path(os.environ.get("CORPUS", Path(__file__).parents[3] / "lib/k6/corpus/texts.json"))
CACHED_TEXTS = 1000


class SpamModel:
    def __init__(self) -> None:
        corpus = json.loads(CORPUS.read_text(encoding="utf-8"))["texts"]
        texts = [each["text"] for each in corpus]
        self._vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), max_features=20_000)
        self._classifier = LogisticRegression(C=10.0, random_state=0)
        self._classifier.fit(self._vectorizer.fit_transform(texts), [each["label"] for each in corpus])
        self._cache: OrderedDict[str, csr_matrix] = OrderedDict()
        self._cache_lock = Lock()

    def predict(self, texts: list[str]) -> list[dict]:
        """A label and its probability for each text, in the order of the texts."""
        if switches.P2_VECTORISED:
            return self._classify(self._features_of(texts))
        return [self._classify(self._features_of([text]))[0] for text in texts]

    def _classify(self, features: csr_matrix) -> list[dict]:
        rows = self._classifier.predict_proba(features)
        labels = self._classifier.classes_
        return [{"label": str(labels[row.argmax()]), "score": float(row.max())} for row in rows]

    def _features_of(self, texts: list[str]) -> csr_matrix:
        if not switches.P3_FEATURE_CACHE:
            return self._extract_features(texts)
        with self._cache_lock:
            known = {text: self._cache[text] for text in texts if text in self._cache}
            for text in known:
                self._cache.move_to_end(text)
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            extracted = self._extract_features(missing)
            known.update((text, extracted[row]) for row, text in enumerate(missing))
            self._remember({text: known[text] for text in missing})
        return vstack([known[text] for text in texts], format="csr")

    def _remember(self, features: dict[str, csr_matrix]) -> None:
        with self._cache_lock:
            self._cache.update(features)
            while len(self._cache) > CACHED_TEXTS:
                self._cache.popitem(last=False)

    def _extract_features(self, texts: list[str]) -> csr_matrix:
        return self._vectorizer.transform(texts)
