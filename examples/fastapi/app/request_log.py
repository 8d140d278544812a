"""What is written about a request. Without P4, as in the guide's service: several lines a text, built whether or not
anybody reads them. With P4: one line a request, and nothing is built below the level that is on."""

import json
import logging
import os

from . import switches

logger = logging.getLogger("inference")


def configure() -> None:
    handler = logging.FileHandler(os.environ.get("LOG_FILE", os.devnull))
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO if switches.P4_QUIET_LOG else logging.DEBUG)
    logger.propagate = False


def log_request(texts: list[str], predictions: list[dict]) -> None:
    if switches.P4_QUIET_LOG:
        logger.info("%d texts predicted", len(texts))
        return
    for text, prediction in zip(texts, predictions):
        logger.debug(f"received text of {len(text)} characters, {len(text.split())} words: {text[:80]!r}")
        logger.debug("prediction: " + json.dumps(prediction, indent=2))
        logger.info(f"predicted {prediction['label']} with score {prediction['score']:.4f}")
